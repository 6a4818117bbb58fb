import Diagnostics
import VendorCore

/// Writes the files of a commit, as a checkout would, but only those that are wanted.
struct GitExport: Sendable {
    let repository: GitRepository
    let keeps: @Sendable (String) -> Bool

    /// Another repository at a path of this one.
    struct Module: Hashable, Sendable {
        let name: String
        let path: String
        let url: String
        let commit: String
    }

    private struct Entry {
        let mode: Substring
        let object: Substring
        let path: Substring
    }

    /// - Parameter prefix: where the commit's top stands below the folder.
    /// - Returns: the submodules that are to be fetched.
    func write(_ commit: String, to folder: String, below prefix: String) async throws -> [Module] {
        let listing = try await repository.git("ls-tree", "-r", "-z", "--full-tree", commit)
        let entries = Self.entries(listing)
        let wanted = entries.filter { $0.mode != "160000" && keeps(Self.join(prefix, $0.path)) }
        try await checkOut(wanted.map(\.path), of: commit, to: Self.join(folder, prefix[...]))
        let links = entries.filter { $0.mode == "160000" }
        guard !links.isEmpty else { return [] }
        // A folder for each, as a clone has it, whether it is filled or not.
        return try await modules(links, commit, prefix)
    }

    private static func join(_ prefix: String, _ path: Substring) -> String {
        prefix.isEmpty ? String(path) : path.isEmpty ? prefix : "\(prefix)/\(path)"
    }

    /// `mode SP type SP object TAB path NUL`, as git-ls-tree(1) has it.
    private static func entries(_ listing: String) -> [Entry] {
        listing.split(separator: "\0").compactMap { line in
            guard let tab = line.firstIndex(of: "\t") else { return nil }
            let words = line[..<tab].split(separator: " ")
            guard words.count == 3 else { return nil }
            return Entry(mode: words[0], object: words[2], path: line[line.index(after: tab)...])
        }
    }

    /// Through an index of its own and git's own checkout, so that attributes, line ends and LFS
    /// are as in a clone.
    private func checkOut(
        _ paths: [Substring], of commit: String, to folder: String
    ) async throws {
        guard !paths.isEmpty else { return }
        try await withTemporaryFolder { temporary in
            var program = repository.program
            program.environment["GIT_INDEX_FILE"] = "\(temporary)/index"
            program.environment["GIT_WORK_TREE"] = Disk.resolved(folder) ?? folder
            program.environment["GIT_DIR"] = repository.folder
            var result = try await program.run(["read-tree", commit])
            if result.isSuccess {
                let names = paths.map { $0 + "\0" }.joined()
                result = try await program.run(
                    ["checkout-index", "-z", "--stdin", "--force", "--quiet"],
                    input: Array(names.utf8))
            }
            guard result.isSuccess else {
                throw repository.failure(["checkout-index"], result.errors)
            }
        }
    }

    // MARK: Submodules

    private func modules(
        _ links: [Entry], _ commit: String, _ prefix: String
    ) async throws -> [Module] {
        let listed = try await repository.attempt(
            [
                "config", "--blob", "\(commit):.gitmodules", "--null", "--get-regexp",
                "^submodule\\.",
            ])
        guard listed.isSuccess else { return [] }
        var settings: [String: [String: String]] = [:]
        for item in listed.text.split(separator: "\0") {
            let parts = item.split(separator: "\n", maxSplits: 1).map(String.init)
            guard parts.count == 2, let dot = parts[0].lastIndex(of: ".") else { continue }
            let name = String(parts[0][..<dot].dropFirst("submodule.".count))
            settings[name, default: [:]][String(parts[0][dot...].dropFirst())] = parts[1]
        }
        return links.compactMap { link in
            let found = settings.first { $0.value["path"].map { $0[...] } == link.path }
            guard let (name, values) = found, let url = values["url"], values["update"] != "none"
            else { return nil }
            return Module(
                name: name, path: Self.join(prefix, link.path),
                url: Self.address(url, from: repository.url), commit: String(link.object))
        }
    }

    /// `../sub` is beside the repository that names it.
    static func address(_ url: String, from base: String) -> String {
        guard url.hasPrefix("./") || url.hasPrefix("../") else { return url }
        var base = base.hasSuffix("/") ? String(base.dropLast()) : base
        var rest = url[...]
        while true {
            if rest.hasPrefix("./") {
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("../"),
                let slash = base.lastIndex(where: { $0 == "/" || $0 == ":" })
            {
                base = String(base[..<slash])
                rest = rest.dropFirst(3)
            } else {
                return "\(base)/\(rest)"
            }
        }
    }

    static func host(of url: String) -> String {
        if let scheme = url.firstRange(of: "://") {
            let authority = url[scheme.upperBound...].prefix { $0 != "/" }
            return String(authority.split(separator: "@").last ?? authority)
        }
        let host = url.prefix { $0 != ":" && $0 != "/" }
        return String(host.split(separator: "@").last ?? host)
    }
}
