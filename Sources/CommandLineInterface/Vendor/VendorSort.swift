import Diagnostics
import VendorCore

/// `tools sort-semver`: shows how versions are sorted and chosen.
struct VendorSort {
    private let flags: VendorFlags

    init(_ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        guard arguments.first == "sort-semver" else {
            throw VendorFlags.Problem(
                description: "tools has one command: sort-semver --version LIST "
                    + "[--constraint RANGE] [--prerelease] [--prerelease-identifier WORD]")
        }
        flags = try VendorFlags(
            arguments.dropFirst(),
            [
                "version": .list, "constraint": .list, "prerelease": .toggle,
                "prerelease-identifier": .list,
            ])
        try flags.refuseWords("sort-semver")
    }

    func run() throws -> Int32 {
        let names = flags.list("version").flatMap {
            $0.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        var versions = TaggedVersions(names)
        let constraints = flags.list("constraint")
        if !constraints.isEmpty {
            versions.keep(try VersionRange(constraints.joined(separator: " ")))
        }
        versions.keep(prereleases)
        let sorted = versions.sorted
        if flags.has("json") {
            VendorOutput.print(
                .init(
                    tables: [
                        .init(
                            content: "", header: ["version": "Version"],
                            rows: sorted.map { ["version": $0] })
                    ],
                    lines: (sorted.last.map { ["Highest version: \($0)"] } ?? []) + ["Succeeded"]))
        } else {
            VendorOutput.printText(sorted.map { "\($0)\t\n" }.joined())
        }
        return 0
    }

    private var prereleases: VersionSelection.Prereleases {
        let identifiers = flags.list("prerelease-identifier")
        guard flags.has("prerelease") || !identifiers.isEmpty else { return .none }
        return .some(identifiers: identifiers)
    }
}
