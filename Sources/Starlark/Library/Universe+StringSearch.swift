/// Methods of strings about parts of them.
extension Universe {
    static var stringSearchMethods: [MethodEntry] {
        [
            (
                "count",
                { _, string, arguments in
                    try within(string, arguments, "count") { string, part, start, end in
                        let string = string[start..<end]
                        return .int(
                            part.isEmpty ? string.scalarCount + 1 : string.places(of: part).count)
                    }
                }
            ),
            ("find", { .int(try place($1, $2, "find", last: false) ?? -1) }),
            ("rfind", { .int(try place($1, $2, "rfind", last: true) ?? -1) }),
            ("index", { .int(try requiredPlace($1, $2, "index", last: false)) }),
            ("rindex", { .int(try requiredPlace($1, $2, "rindex", last: true)) }),
            ("startswith", { .bool(try hasEnding($1, $2, "startswith", atStart: true)) }),
            ("endswith", { .bool(try hasEnding($1, $2, "endswith", atStart: false)) }),
            ("partition", { .tuple(try partition($1, $2, "partition", last: false)) }),
            ("rpartition", { .tuple(try partition($1, $2, "rpartition", last: true)) }),
        ]
    }

    /// The part that is looked for, and the bounds that were given, already in order.
    private static func within<Result>(
        _ value: Value, _ arguments: Arguments, _ name: String,
        _ body: (ByteString, ByteString, Int, Int) throws -> Result
    ) throws -> Result {
        let string = try string(value, arguments, name, 1...3)
        let part = try arguments.string(0, of: name) ?? ByteString.text("")
        let (start, end) = try named(name) {
            try Operators.bounds(arguments.optional(1), arguments.optional(2), string.count)
        }
        return try body(string, part, start, max(start, end))
    }

    private static func place(
        _ value: Value, _ arguments: Arguments, _ name: String, last: Bool
    ) throws -> Int? {
        try within(value, arguments, name) { string, part, start, end in
            last
                ? string.lastPlace(of: part, from: start, to: end)
                : string.firstPlace(of: part, from: start, to: end)
        }
    }

    private static func requiredPlace(
        _ value: Value, _ arguments: Arguments, _ name: String, last: Bool
    ) throws -> Int {
        if let place = try place(value, arguments, name, last: last) { return place }
        throw Failure("\(name): substring not found")
    }

    private static func hasEnding(
        _ value: Value, _ arguments: Arguments, _ name: String, atStart: Bool
    ) throws -> Bool {
        let whole = try string(value, arguments, name, 1...3)
        let (start, end) = try named(name) {
            try Operators.bounds(arguments.optional(1), arguments.optional(2), whole.count)
        }
        let string = whole[start..<max(start, end)]
        func matches(_ part: ByteString) -> Bool {
            string.hasBytes(part, at: atStart ? 0 : string.count - part.count)
        }
        switch arguments[0] {
        case .string(let part): return matches(part)
        case .tuple(let parts):
            for (offset, part) in parts.elements.enumerated() {
                guard case .string(let part) = part else {
                    throw Failure(
                        "\(name): want string, got \(part.typeName), for element \(offset)")
                }
                if matches(part) { return true }
            }
            return false
        default:
            throw Failure("\(name): got \(arguments[0].typeName), want string or tuple of string")
        }
    }

    private static func partition(
        _ value: Value, _ arguments: Arguments, _ name: String, last: Bool
    ) throws -> [Value] {
        let string = try string(value, arguments, name, 1...1)
        let separator = try arguments.string(0, of: name) ?? ByteString.text("")
        if separator.isEmpty { throw Failure("\(name): empty separator") }
        let place = last ? string.lastPlace(of: separator) : string.firstPlace(of: separator)
        guard let place else {
            return last
                ? [.string(""), .string(""), .string(string)]
                : [.string(string), .string(""), .string("")]
        }
        let rest = place + separator.count
        return [
            .string(string[0..<place]), .string(separator), .string(string[rest..<string.count]),
        ]
    }
}
