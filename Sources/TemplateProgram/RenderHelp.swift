/// What `help` and `version` say.
enum RenderHelp {
    static let version = "0.48.0"

    static let formatting = """
        Prints YAML in one form, comments kept.

          -f, --file path    file, folder, '-', https://…
          -s, --strict       refuses ambiguous YAML
              --debug        says on standard error how long it took

        """

    static func text(_ name: String) -> String {
        """
        Renders YAML templates, text templates and overlays, as ytt \(version) does.

        Usage:
          \(name) [flags]
          \(name) fmt -f file                 prints YAML in one form, comments kept
          \(name) completion shell            a script for bash, fish, powershell or zsh
          \(name) version

        Input:
          -f, --file path                      file, folder, '-', https://…, or new-name=path
              --file-mark path:key=value       what a file is, where its name does not say it
              --bulk-in json                   files as JSON
              --allow-symlink-destination path
              --dangerous-allow-all-symlink-destinations

        Data values:
          -v, --data-value key=text            @library:key=text for a library
              --data-value-yaml key=yaml
              --data-value-file key=path
              --data-values-env prefix
              --data-values-env-yaml prefix
              --data-values-file path
              --data-values-inspect
              --data-values-schema-inspect     with -o openapi-v3
              --dangerous-data-values-disable-validation

        Templates:
          -s, --strict
              --ignore-unknown-comments
              --implicit-map-key-overrides
              --debug                          on standard error: files, trees, programs, results

        Output:
          -o, --output yaml|json|pos
              --output-files folder
              --dangerous-emptied-output-directory folder
              --bulk-out
              --files-inspect

        Beyond ytt:
              --check path                     exits 2 with a diff when what was committed is stale
              --explain path                   which lines, data values and overlays made a node
          -o, --output sourcemap               from each line of output to its template line, as JSON
              --watch                          renders again whenever an input changes

        """
    }
}
