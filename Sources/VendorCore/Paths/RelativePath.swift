/// Paths as text, cleaned and joined the way Go's `path/filepath` does it.
package enum RelativePath {
    /// Without `.`, doubled slashes, inner `..` and a slash at the end; nothing becomes nothing.
    package static func cleaned(_ path: String) -> String {
        guard !path.isEmpty else { return "" }
        let isAbsolute = path.hasPrefix("/")
        var kept: [Substring] = []
        for name in path.split(separator: "/") where name != "." {
            if name == "..", let last = kept.last, last != ".." {
                kept.removeLast()
            } else if name != ".." || !isAbsolute {
                kept.append(name)
            }
        }
        let joined = kept.joined(separator: "/")
        if isAbsolute { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }

    package static func joined(_ parts: String...) -> String {
        cleaned(parts.filter { !$0.isEmpty }.joined(separator: "/"))
    }

    package static func parent(_ path: String) -> String {
        let clean = cleaned(path)
        guard let slash = clean.lastIndex(of: "/") else { return "." }
        return slash == clean.startIndex ? "/" : String(clean[..<slash])
    }

    package static func name(_ path: String) -> String {
        String(cleaned(path).split(separator: "/").last ?? "")
    }

    /// Whether following the path could lead out of the folder it starts in.
    package static func leavesFolder(_ path: String) -> Bool {
        let clean = cleaned(path)
        return clean.hasPrefix("/") || clean == ".." || clean.hasPrefix("../")
    }
}
