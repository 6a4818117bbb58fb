/// Paths as texts, without looking at any disk.
enum Paths {
    /// Without `.`, `..` where they can be resolved, and doubled slashes.
    static func cleaned(_ path: String) -> String {
        var pieces: [Substring] = []
        for piece in path.split(separator: "/") where piece != "." {
            if piece == "..", let last = pieces.last, last != ".." {
                pieces.removeLast()
            } else if piece != ".." || !path.hasPrefix("/") {
                pieces.append(piece)
            }
        }
        let text = pieces.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + text }
        return text.isEmpty ? "." : text
    }

    static func joined(_ folder: String, _ path: String) -> String {
        cleaned(folder + "/" + path)
    }

    static func isInside(_ path: String, _ folder: String) -> Bool {
        if folder == "." { return !path.hasPrefix("/") && path != ".." && !path.hasPrefix("../") }
        return path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }

    static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
