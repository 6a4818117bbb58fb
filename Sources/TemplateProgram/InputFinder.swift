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
        let pieces = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard pieces.count <= 2 else {
            throw Problem(
                description: "Expected file '\(argument)' to only have single '=' sign "
                    + "to for relative path assignment")
        }
        let name = pieces.count == 2 && !pieces[0].isEmpty ? String(pieces[0]) : nil
        let path = pieces.count == 2 ? String(pieces[1]) : argument
        if path == "-" {
            return [Self.file("stdin.yml", name) { try FileSystem.readStandardInput() }]
        }
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
            return [Self.file(Paths.base(path), name) { try Download.bytes(of: path) }]
        }
        let kind: FileSystem.Kind
        do {
            kind = try FileSystem.kind(path)
        } catch {
            throw Problem(description: "Checking file '\(path)': \(error)")
        }
        guard kind == .folder else {
            try check(path, kind)
            return [Self.file(Paths.base(path), name) { try FileSystem.read(path) }]
        }
        do {
            return try walk(path, prefix: name.map { [$0] } ?? [])
        } catch {
            throw Problem(description: "Listing files '\(path)': \(error)")
        }
    }

    /// Marks go by the name a file has on disk, whatever new name it was given.
    private static func file(
        _ path: String, _ newName: String?, _ load: @escaping () throws -> [UInt8]
    ) -> InputFile {
        let file = InputFile(path: path, load)
        if let newName { file.mark(path: newName) }
        return file
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
        case .file, .folder, .pipe: return
        case .other:
            throw Problem(
                description: "Expected file '\(path)' to be a regular file, but was not")
        case .link:
            do {
                try checkLink(path)
            } catch {
                throw Problem(description: "Checking symlink file '\(path)': \(error)")
            }
        }
    }

    private func checkLink(_ path: String) throws {
        if allowsAll { return }
        let destination: String
        do {
            destination = try FileSystem.destination(path)
        } catch {
            // What a shell hands over as `<(…)` leads nowhere that another could have chosen.
            if FileSystem.leadsToPipe(path) { return }
            throw Problem(description: "Eval symlink: \(error)")
        }
        let isAllowed = allowedDestinations.contains { allowed in
            Paths.isInside(destination, FileSystem.absolute(allowed))
        }
        guard isAllowed else {
            throw Problem(
                description: "Expected symlink file '\(path)' -> '\(destination)' to be allowed, "
                    + "but was not")
        }
    }
}
