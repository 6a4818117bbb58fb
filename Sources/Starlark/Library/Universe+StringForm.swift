/// Methods of strings that cut, join, fill in and replace.
extension Universe {
    static var stringFormMethods: [MethodEntry] {
        [
            ("codepoint_ords", { try elements($1, $2, "codepoint_ords", .codepoint, true) }),
            ("codepoints", { try elements($1, $2, "codepoints", .codepoint, false) }),
            ("elem_ords", { try elements($1, $2, "elem_ords", .byte, true) }),
            ("elems", { try elements($1, $2, "elems", .byte, false) }),
            (
                "format",
                { _, string, arguments in
                    guard case .string(let format) = string else { return .none }
                    return .string(try Formatting.format(format, arguments))
                }
            ),
            ("join", { .string(try join($1, $2)) }),
            ("replace", { .string(try replace($1, $2)) }),
            ("split", { .list(try split($1, $2, "split").map { .string($0) }) }),
            ("rsplit", { .list(try split($1, $2, "rsplit").map { .string($0) }) }),
            ("splitlines", { .list(try lines($1, $2).map { .string($0) }) }),
            ("strip", { .string(try strip($1, $2, "strip", start: true, end: true)) }),
            ("lstrip", { .string(try strip($1, $2, "lstrip", start: true, end: false)) }),
            ("rstrip", { .string(try strip($1, $2, "rstrip", start: false, end: true)) }),
        ]
    }

    private static func elements(
        _ value: Value, _ arguments: Arguments, _ name: String, _ unit: StringElements.Unit,
        _ asNumbers: Bool
    ) throws -> Value {
        let string = try string(value, arguments, name)
        return .object(StringElements(string, by: unit, asNumbers: asNumbers))
    }

    private static func join(_ value: Value, _ arguments: Arguments) throws -> ByteString {
        let separator = try string(value, arguments, "join", 1...1)
        let elements = try arguments.iterable(0, of: "join")?.elements() ?? []
        var bytes: [UInt8] = []
        for (offset, element) in elements.enumerated() {
            if offset > 0 { separator.withBytes { bytes.append(contentsOf: $0) } }
            guard case .string(let string) = element else {
                throw Failure("join: in list, want string, got \(element.typeName)")
            }
            string.withBytes { bytes.append(contentsOf: $0) }
        }
        return ByteString.bytes(bytes)
    }

    private static func replace(_ value: Value, _ arguments: Arguments) throws -> ByteString {
        let string = try string(value, arguments, "replace", 2...3)
        guard let old = try arguments.string(0, of: "replace"),
            let new = try arguments.string(1, of: "replace")
        else { return string }
        let given = try arguments.int(2, of: "replace") ?? -1
        let limit = given < 0 ? Int.max : given
        let places = old.isEmpty ? gaps(string, limit) : string.places(of: old, atMost: limit)
        var bytes: [UInt8] = []
        var start = 0
        string.withBytes { source in
            for place in places {
                bytes.append(contentsOf: source[start..<place])
                new.withBytes { bytes.append(contentsOf: $0) }
                start = place + old.count
            }
            bytes.append(contentsOf: source[start...])
        }
        return ByteString.bytes(bytes)
    }

    /// Before every code point, and at the end.
    private static func gaps(_ string: ByteString, _ limit: Int) -> [Int] {
        var places: [Int] = []
        string.forEachScalar { _, place in
            if places.count < limit { places.append(place) }
            return places.count < limit
        }
        if places.count < limit { places.append(string.count) }
        return places
    }

    // MARK: Splitting

    private static func split(
        _ value: Value, _ arguments: Arguments, _ name: String
    ) throws -> [ByteString] {
        let string = try string(value, arguments, name, 0...2)
        let most = try arguments.int(1, of: name) ?? -1
        let limit = most < 0 ? Int.max : most
        switch arguments.optional(0) {
        case .none:
            return name == "split"
                ? StringSplitting.fields(string, cuts: limit)
                : StringSplitting.fieldsFromEnd(string, cuts: limit)
        case .string(let separator):
            if separator.isEmpty { throw Failure("split: empty separator") }
            if name == "split" { return string.split(by: separator, cuts: limit) }
            return StringSplitting.fromEnd(string, by: separator, cuts: limit)
        default:
            throw Failure("split: got \(arguments[0].typeName) for separator, want string")
        }
    }

    private static func lines(_ value: Value, _ arguments: Arguments) throws -> [ByteString] {
        let string = try string(value, arguments, "splitlines", 0...1)
        let keepsEnds = try arguments.bool(0, of: "splitlines") ?? false
        var result: [ByteString] = []
        var start = 0
        for place in string.places(of: ByteString.text("\n")) {
            result.append(string[start..<(keepsEnds ? place + 1 : place)])
            start = place + 1
        }
        if start < string.count { result.append(string[start..<string.count]) }
        return result
    }

    private static func strip(
        _ value: Value, _ arguments: Arguments, _ name: String, start: Bool, end: Bool
    ) throws -> ByteString {
        let string = try string(value, arguments, name, 0...1)
        let given = try arguments.string(0, of: name)
        var matches: (Unicode.Scalar) -> Bool = { $0.isSpace }
        if let given, !given.isEmpty {
            var set: Set<Unicode.Scalar> = []
            given.forEachScalar { scalar, _ in
                set.insert(scalar)
                return true
            }
            matches = { set.contains($0) }
        }
        return StringSplitting.trimmed(string, start: start, end: end, matches)
    }
}
