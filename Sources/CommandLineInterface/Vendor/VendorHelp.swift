/// What `help` says.
enum VendorHelp {
    static func text(_ name: String) -> String {
        """
        Vendors files of other repositories: the files, flags and results of vendir \
        \(VendorProgram.vendirVersion).

        Usage:
          \(name) sync [flags]              fetch what vendir.yml names, write vendir.lock.yml
          \(name) status [flags]            what is behind, what was edited here
          \(name) diff [flags]              what was edited here, as a diff
          \(name) update [PATH...] [flags]  move the lock within its constraints, keep edits
          \(name) verify [flags]            compare with the digests of the last sync
          \(name) tools sort-semver -v LIST [-c RANGE] [--prerelease]
          \(name) version

        Flags:
          -f, --file path         configuration, secrets and config maps; '-' is standard input
              --lock-file path    vendir.lock.yml unless it is named
          -l, --locked            what the lock holds, and nothing newer
          -d, --directory path    only this content: vendor/a, or vendor/a=folder for a local one
              --lazy=false        lazy contents, too
              --chdir folder      work there
              --dangerous-allow-all-symlink-destinations
              --json, --yaml      the result for other programs

        Exit status: 0 done, 1 failed, 2 a difference was found (diff, verify, update with
        conflicts), 64 wrong usage, 130 interrupted.
        """
    }
}
