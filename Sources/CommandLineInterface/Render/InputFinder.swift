import Templating

/// Finds the files that `-f` names.
struct InputFinder {
    let allowedDestinations: [String]
    let allowsAll: Bool

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Each argument's files in the order of their paths, one argument after the other.
    func files(_ arguments: [String]) throws -> [InputFile] {
        try arguments.flatMap { argument in
            try group(argument).sorted {
                $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
            }
        }
    }

    private func group(_ argument: String) throws -> [InputFile] {
        let pieces = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = pieces.count == 2 ? String(pieces[0]) : nil
        let path = pieces.count == 2 ? String(pieces[1]) : argument
        if path == "-" {
            return [InputFile(path: name ?? "stdin.yml") { FileSystem.readStandardInput() }]
        }
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
            throw Problem(description: "Reading from '\(path)': input by URL is not available")
        }
        do {
            let kind = try FileSystem.kind(path)
            guard kind == .folder else {
                try check(path, kind)
                return [InputFile(path: name ?? Paths.base(path)) { try FileSystem.read(path) }]
            }
        } catch {
            throw Problem(description: "Checking file '\(path)': \(error)")
        }
        return try walk(path, prefix: name.map { [$0] } ?? [])
    }

    private func walk(_ folder: String, prefix: [String]) throws -> [InputFile] {
        var result: [InputFile] = []
        for entry in try FileSystem.entries(of: folder) {
            let path = folder.hasSuffix("/") ? folder + entry : folder + "/" + entry
            let kind = try FileSystem.kind(path)
            if kind == .folder {
                result += try walk(path, prefix: prefix + [entry])
            } else {
                try check(path, kind)
                let relative = (prefix + [entry]).joined(separator: "/")
                result.append(InputFile(path: relative) { try FileSystem.read(path) })
            }
        }
        return result
    }

    private func check(_ path: String, _ kind: FileSystem.Kind) throws {
        switch kind {
        case .file, .folder, .other: return
        case .link:
            if allowsAll { return }
            let destination = try FileSystem.destination(path)
            let isAllowed = try allowedDestinations.contains { allowed in
                Paths.isInside(destination, try FileSystem.destination(allowed))
            }
            guard isAllowed else {
                throw Problem(
                    description:
                        "Expected symlink file '\(path)' -> '\(destination)' to be allowed, "
                        + "but was not")
            }
        }
    }
}
