/// The scripts that teach a shell to complete; each asks the program itself.
enum CompletionScripts {
    static func text(_ shell: String, _ name: String) -> String? {
        let words = name.split(separator: " ").map(String.init)
        let script = Script(
            program: words[0], subcommand: words.dropFirst().joined(separator: " "),
            function: "_" + words.joined(separator: "_") + "_words")
        switch shell {
        case "bash": return script.bash
        case "zsh": return script.zsh
        case "fish": return script.fish
        case "powershell": return script.powershell
        default: return nil
        }
    }

    private struct Script {
        let program: String
        /// Empty when the program renders by itself.
        let subcommand: String
        let function: String

        /// The number of words in front of those that are asked about.
        private var skipped: Int { subcommand.isEmpty ? 1 : 2 }
        private var name: String { subcommand.isEmpty ? program : "\(program) \(subcommand)" }

        var bash: String {
            let guarding =
                subcommand.isEmpty
                ? ""
                : """
                    if [ "${COMP_WORDS[1]}" != \(subcommand) ] || [ "$COMP_CWORD" -lt 2 ]; then
                        compopt -o default
                        return
                    fi

                """
            return """
                # Completion for bash; load it with: source <(\(name) completion bash)
                \(function)() {
                    local line others=4 current=${COMP_WORDS[COMP_CWORD]}
                    COMPREPLY=()
                \(guarding)    while IFS= read -r line; do
                        case $line in
                            :[0-9]*) others=${line#:} ;;
                            *) COMPREPLY+=("${line%%$'\\t'*}") ;;
                        esac
                    done < <("${COMP_WORDS[0]}" \(subcommand) __complete \
                "${COMP_WORDS[@]:\(skipped):COMP_CWORD-\(skipped - 1)}" 2>/dev/null)
                    [ "$current" != = ] || current=
                    case $others in
                        0) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                        16) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
                    esac
                }
                complete -F \(function) \(program)

                """
        }

        var zsh: String {
            let guarding =
                subcommand.isEmpty
                ? ""
                : """
                    if [[ ${words[2]} != \(subcommand) || $CURRENT -lt 3 ]]; then
                        _files
                        return
                    fi

                """
            return """
                #compdef \(program)
                # Completion for zsh; load it with: source <(\(name) completion zsh)
                \(function)() {
                    local line word others=4
                    local -a offers
                \(guarding)    while IFS= read -r line; do
                        case $line in
                            :[0-9]*) others=${line#:} ;;
                            *$'\\t'*)
                                word=${line%%$'\\t'*}
                                offers+=("${word//:/\\\\:}:${line#*$'\\t'}") ;;
                            *) offers+=("${line//:/\\\\:}") ;;
                        esac
                    done < <("${words[1]}" \(subcommand) __complete \
                "${(@)words[\(skipped + 1),CURRENT]}" 2>/dev/null)
                    case $others in
                        0) _files ;;
                        16) _files -/ ;;
                        *) _describe '\(name)' offers ;;
                    esac
                }
                compdef \(function) \(program)

                """
        }

        var fish: String {
            let condition =
                subcommand.isEmpty ? "" : " -n '__fish_seen_subcommand_from \(subcommand)'"
            return """
                # Completion for fish; load it with: \(name) completion fish | source
                function \(function)
                    set -l words (commandline -opc)
                    set -l current (commandline -ct)
                    for line in ($words[1] \(subcommand) __complete \
                $words[\(skipped + 1)..-1] $current 2>/dev/null)
                        switch $line
                            case :0
                                __fish_complete_path $current
                            case :16
                                __fish_complete_directories $current
                            case ':*'
                            case '*'
                                echo $line
                        end
                    end
                end
                complete -c \(program)\(condition) -f -a '(\(function))'

                """
        }

        var powershell: String {
            let guarding =
                subcommand.isEmpty
                ? "" : "\n    if ($words.Count -lt 2 -or $words[1] -ne '\(subcommand)') { return }"
            let command = subcommand.isEmpty ? "" : "\(subcommand) "
            return """
                # Completion for PowerShell; load it with:
                # \(name) completion powershell | Out-String | Invoke-Expression
                Register-ArgumentCompleter -Native -CommandName '\(program)' -ScriptBlock {
                    param($word, $commandLine, $position)
                    $words = @($commandLine.CommandElements | ForEach-Object { $_.ToString() })\(guarding)
                    $asked = @($words | Select-Object -Skip \(skipped))
                    if ($word -eq '') { $asked += '""' }
                    & $words[0] \(command)__complete @asked 2>$null | ForEach-Object {
                        $offer, $says = $_ -split "`t", 2
                        if ($offer -notmatch '^:[0-9]+$') {
                            if (-not $says) { $says = $offer }
                            [System.Management.Automation.CompletionResult]::new(
                                $offer, $offer, 'ParameterValue', $says)
                        }
                    }
                }

                """
        }
    }
}
