/// The state's part of a change set as a shell script, for teams whose state only their pipeline
/// can reach.
///
/// It accepts exactly the state that was proven, by lineage and serial, works on a copy, keeps a
/// backup, and pushes once: the program locks for that, and refuses if the state moved on.
struct ReconcileScript {
    let name: String
    let tool: String
    let directory: String
    let commands: [StateCommand]
    let serial: Int64
    let lineage: String
    /// An address that is in the state as long as the script has not done its work.
    let pending: String

    var text: String {
        """
        #!/bin/sh
        # State commands for the migration \(name), proven with serial \(serial) of the state.
        # Run it where \(tool) reaches the state. It can be run again at any time.
        set -eu
        umask 077
        tool=${APUS_INFRASTRUCTURE_TOOL:-\(tool)}
        directory=${1:-\(Self.quoted(directory))}
        lineage=\(Self.quoted(lineage))
        serial=\(serial)
        cd "$directory"

        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        trap 'exit 130' HUP INT TERM

        "$tool" state pull > "$work/before.tfstate"
        field() { sed -n "s/^  \\"$1\\": \\"\\{0,1\\}\\([^\\",]*\\)\\"\\{0,1\\},\\{0,1\\}\\$/\\1/p" "$2" | head -n 1; }
        found_lineage=$(field lineage "$work/before.tfstate")
        found_serial=$(field serial "$work/before.tfstate")

        mkdir "$work/copy"
        cp "$work/before.tfstate" "$work/copy/terraform.tfstate"
        if [ -z "$(cd "$work/copy" && "$tool" state list \(Self.quoted(pending)) 2> "$work/list.err" || true)" ]; then
          echo \(Self.quoted("nothing to do: \(pending) is not in the state any more"))
          exit 0
        fi
        if [ "$found_lineage" != "$lineage" ] || [ "$found_serial" != "$serial" ]; then
          echo "refused: proven was serial $serial of lineage $lineage, the state has serial" \\
            "$found_serial of lineage $found_lineage; nothing was changed" >&2
          exit 3
        fi

        backup=apus-\(name)-serial-$serial.tfstate.backup
        cp "$work/before.tfstate" "$backup.new"
        mv "$backup.new" "$backup"
        echo "backup: $directory/$backup"

        cd "$work/copy"
        \(commands.map(line).joined(separator: "\n"))
        sed "s/^  \\"serial\\": [0-9]*,/  \\"serial\\": $((serial + 1)),/" terraform.tfstate \\
          > "$work/after.tfstate"

        cd - > /dev/null
        "$tool" state push "$work/after.tfstate"
        echo "done: run plan, it should change nothing that holds data"

        """
    }

    private func line(_ command: StateCommand) -> String {
        "\"$tool\" " + command.arguments.map(Self.quotedIfNeeded).joined(separator: " ")
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        text.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) } ? text : quoted(text)
    }

    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
