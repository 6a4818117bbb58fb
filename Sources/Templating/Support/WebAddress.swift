import Starlark

/// A URL taken apart the way Go's `net/url` does.
struct WebAddress {
    struct User {
        var name: String
        var password: String?

        var text: String {
            let name = PercentEncoding.encode(Array(name.utf8), .user)
            let password = password.map {
                [UInt8(ascii: ":")] + PercentEncoding.encode(Array($0.utf8), .user)
            }
            return String(decoding: name + (password ?? []), as: UTF8.self)
        }
    }

    private var scheme = ""
    private var opaque = ""
    var user: User?
    private var host: String?
    private var path = ""
    private var query: String?
    private var fragment: String?

    init(_ text: String) throws(Failure) {
        do {
            try parse(text)
        } catch {
            throw Failure("parse \"\(text)\": \(error.message)")
        }
    }

    private mutating func parse(_ text: String) throws(Failure) {
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Failure("net/url: invalid control character in URL")
        }
        var rest = Substring(text)
        if let hash = rest.firstIndex(of: "#") {
            fragment = try Self.decoded(rest[rest.index(after: hash)...], .fragment)
            rest = rest[..<hash]
        }
        try takeScheme(&rest)
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if !rest.hasPrefix("/") {
            if !scheme.isEmpty {
                opaque = String(rest)
                return
            }
            if let colon = rest.firstIndex(of: ":"),
                colon < rest.firstIndex(of: "/") ?? rest.endIndex
            {
                throw Failure("first path segment in URL cannot contain colon")
            }
        }
        if rest.hasPrefix("//"), !scheme.isEmpty || !rest.hasPrefix("///") {
            rest = rest.dropFirst(2)
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            try takeAuthority(rest[..<slash])
            rest = rest[slash...]
        }
        _ = try Self.decoded(rest, .path)
        path = String(rest)
    }

    private static func decoded(
        _ text: Substring, _ part: PercentEncoding.Part
    ) throws(Failure) -> String {
        String(decoding: try PercentEncoding.decode(Array(text.utf8), part), as: UTF8.self)
    }

    private mutating func takeScheme(_ rest: inout Substring) throws(Failure) {
        for (index, letter) in zip(rest.indices, rest) {
            switch letter {
            case "a"..."z", "A"..."Z": continue
            case "0"..."9", "+", "-", ".":
                if index == rest.startIndex { return }
            case ":":
                if index == rest.startIndex { throw Failure("missing protocol scheme") }
                scheme = rest[..<index].lowercased()
                rest = rest[rest.index(after: index)...]
                return
            default: return
            }
        }
    }

    private mutating func takeAuthority(_ text: Substring) throws(Failure) {
        var hostText = text
        if let at = text.lastIndex(of: "@") {
            hostText = text[text.index(after: at)...]
            let pieces = text[..<at].split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let allowed = "-._:~!$&'()*+,;=%@"
            guard
                text[..<at].allSatisfy({
                    $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0))
                })
            else { throw Failure("net/url: invalid userinfo") }
            user = User(
                name: try Self.decoded(pieces[0], .user),
                password: pieces.count > 1 ? try Self.decoded(pieces[1], .user) : nil)
        }
        try checkPort(hostText)
        for character in hostText where character.isASCII {
            let allowed = "-_.~!$&'()*+,;=:[]<>\"%"
            guard character.isLetter || character.isNumber || allowed.contains(character) else {
                throw Failure("invalid character \"\(character)\" in host name")
            }
        }
        host = String(hostText)
    }

    private func checkPort(_ host: Substring) throws(Failure) {
        let after: Substring
        if host.hasPrefix("[") {
            guard let end = host.lastIndex(of: "]") else { throw Failure("missing ']' in host") }
            after = host[host.index(after: end)...]
        } else {
            guard let colon = host.lastIndex(of: ":") else { return }
            after = host[colon...]
        }
        guard
            after.isEmpty
                || after.hasPrefix(":")
                    && after.dropFirst().allSatisfy({ ("0"..."9").contains($0) })
        else { throw Failure("invalid port \"\(after)\" after host") }
    }

    /// Without port and brackets.
    var hostName: String {
        guard let host else { return "" }
        if host.hasPrefix("["), let end = host.lastIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<end])
        }
        guard let colon = host.lastIndex(of: ":") else { return host }
        return String(host[..<colon])
    }

    var text: String {
        var text = scheme.isEmpty ? "" : scheme + ":"
        if !opaque.isEmpty {
            text += opaque
        } else {
            if host != nil || user != nil {
                text += "//"
                if let user { text += user.text + "@" }
                text += host ?? ""
            }
            text += escapedPath
        }
        if let query { text += "?" + query }
        if let fragment {
            text +=
                "#"
                + String(
                    decoding: PercentEncoding.encode(Array(fragment.utf8), .fragment), as: UTF8.self
                )
        }
        return text
    }

    /// As written, where that is a path's proper form.
    private var escapedPath: String {
        let allowed = "-_.~!$&'()*+,;=:@[]/%"
        if path.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0)) }) {
            return path
        }
        let bytes = (try? PercentEncoding.decode(Array(path.utf8), .path)) ?? Array(path.utf8)
        return String(decoding: PercentEncoding.encode(bytes, .path), as: UTF8.self)
    }
}
