/// Paths inside of a repository, as git writes them: no slash at the beginning, no `..`.
package enum FleetPath {
    /// The path without `.` and doubled slashes; empty for the repository's own folder.
    ///
    /// - Returns: nil when it leads out of the repository, or into git's own folder.
    package static func cleaned(_ text: String) -> String? {
        guard !text.hasPrefix("/") else { return nil }
        var pieces: [Substring] = []
        for piece in text.split(separator: "/") where piece != "." {
            if piece == ".." || piece.lowercased() == ".git" { return nil }
            pieces.append(piece)
        }
        return pieces.joined(separator: "/")
    }

    package static func joined(_ folder: String, _ path: String) -> String {
        folder.isEmpty ? path : path.isEmpty ? folder : "\(folder)/\(path)"
    }

    /// The path below a folder; nil when it is not below it.
    package static func relative(_ path: String, to folder: String) -> String? {
        if folder.isEmpty { return path }
        guard path.hasPrefix(folder + "/") else { return nil }
        return String(path.dropFirst(folder.count + 1))
    }

    static func baseName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static func parent(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }
}

/// Names that become parts of file names.
package enum FleetNames {
    static func isPlain(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }
}

/// Patterns of paths: `*` and `?` stay inside of one name, `**` crosses folders, `{a,b}` is either.
package struct PathPattern: Hashable, Sendable {
    private let alternatives: [[[Character]]]

    package init(_ text: String) {
        alternatives = Self.expanded(text).map { one in
            one.split(separator: "/").map { Array($0) }
        }
    }

    package func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/").map { Array($0) }
        return alternatives.contains { Self.match($0[...], names[...]) }
    }

    private static func expanded(_ text: String) -> [String] {
        guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}")
        else { return [text] }
        let before = text[..<open]
        let after = text[text.index(after: close)...]
        return text[text.index(after: open)..<close]
            .split(separator: ",", omittingEmptySubsequences: false)
            .flatMap { expanded("\(before)\($0)\(after)") }
    }

    private static func match(
        _ pattern: ArraySlice<[Character]>, _ names: ArraySlice<[Character]>
    ) -> Bool {
        guard let first = pattern.first else { return names.isEmpty }
        if first == ["*", "*"] {
            return (names.startIndex...names.endIndex).contains {
                match(pattern.dropFirst(), names[$0...])
            }
        }
        guard let name = names.first, matchName(first[...], name[...]) else { return false }
        return match(pattern.dropFirst(), names.dropFirst())
    }

    private static func matchName(
        _ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "*" {
            return (name.startIndex...name.endIndex).contains {
                matchName(pattern.dropFirst(), name[$0...])
            }
        }
        guard let character = name.first, first == "?" || first == character else { return false }
        return matchName(pattern.dropFirst(), name.dropFirst())
    }
}
