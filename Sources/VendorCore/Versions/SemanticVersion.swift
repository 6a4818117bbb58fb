/// A version as semver.org has it; a leading `v` is taken off where tags are read.
package struct SemanticVersion: Hashable, Sendable, Comparable {
    package let major: UInt64
    package let minor: UInt64
    package let patch: UInt64
    package let prerelease: [Identifier]
    package let build: [Identifier]

    /// One part between dots behind `-` or `+`.
    package struct Identifier: Hashable, Sendable, Comparable {
        package let text: String
        /// Nil unless every character is a digit.
        package let number: UInt64?

        init?(_ text: Substring, isPrerelease: Bool) {
            let isNumeric = text.utf8.allSatisfy { (48...57).contains($0) }
            guard !text.isEmpty, text.utf8.allSatisfy(Self.isAllowed) else { return nil }
            if isNumeric {
                guard let value = UInt64(text) else { return nil }
                if isPrerelease, text.count > 1, text.first == "0" { return nil }
                number = value
            } else {
                number = nil
            }
            self.text = String(text)
        }

        private static func isAllowed(_ byte: UInt8) -> Bool {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"): true
            default: false
            }
        }

        /// Numbers come before words.
        package static func < (a: Identifier, b: Identifier) -> Bool {
            switch (a.number, b.number) {
            case (let first?, let second?): first < second
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
            }
        }
    }

    /// Nil for anything but three numbers without leading zeros and well-formed parts behind them.
    package init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        var build: [Identifier] = []
        var prerelease: [Identifier] = []
        // The build comes off first: it may hold a dash of its own.
        let parts = rest.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        rest = parts[2]
        if let plus = rest.firstIndex(of: "+") {
            guard let read = Self.identifiers(rest[rest.index(after: plus)...], false) else {
                return nil
            }
            build = read
            rest = rest[..<plus]
        }
        if let dash = rest.firstIndex(of: "-") {
            guard let read = Self.identifiers(rest[rest.index(after: dash)...], true) else {
                return nil
            }
            prerelease = read
            rest = rest[..<dash]
        }
        guard let major = Self.number(parts[0]), let minor = Self.number(parts[1]),
            let patch = Self.number(rest)
        else { return nil }
        (self.major, self.minor, self.patch) = (major, minor, patch)
        (self.prerelease, self.build) = (prerelease, build)
    }

    private static func identifiers(_ text: Substring, _ isPrerelease: Bool) -> [Identifier]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let read = parts.compactMap { Identifier($0, isPrerelease: isPrerelease) }
        return read.count == parts.count ? read : nil
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }),
            text.count == 1 || text.first != "0"
        else { return nil }
        return UInt64(text)
    }

    /// The order of the specification; versions that differ in their build only are ordered by it,
    /// so that sorting is one thing and not another.
    package static func < (a: SemanticVersion, b: SemanticVersion) -> Bool {
        let numbers = ([a.major, a.minor, a.patch], [b.major, b.minor, b.patch])
        if numbers.0 != numbers.1 { return numbers.0.lexicographicallyPrecedes(numbers.1) }
        if a.prerelease != b.prerelease {
            if a.prerelease.isEmpty || b.prerelease.isEmpty { return b.prerelease.isEmpty }
            return a.prerelease.lexicographicallyPrecedes(b.prerelease)
        }
        return a.build.lexicographicallyPrecedes(b.build)
    }
}
