/// Methods of strings about letters.
extension Universe {
    static var stringTextMethods: [MethodEntry] {
        [
            (
                "capitalize",
                { try mapped($1, $2, "capitalize") { $1 == 0 ? $0.titled : $0.lowered } }
            ),
            ("lower", { try mapped($1, $2, "lower") { scalar, _ in scalar.lowered } }),
            ("upper", { try mapped($1, $2, "upper") { scalar, _ in scalar.uppered } }),
            (
                "title",
                { _, string, arguments in
                    var follows = false
                    return try mapped(string, arguments, "title") { scalar, _ in
                        let result = follows ? scalar.lowered : scalar.titled
                        follows = result.isCased
                        return result
                    }
                }
            ),
            ("isalnum", { try all($1, $2, "isalnum") { $0.isLetter || $0.isDecimalDigit } }),
            ("isalpha", { try all($1, $2, "isalpha") { $0.isLetter } }),
            ("isdigit", { try all($1, $2, "isdigit") { $0.isDecimalDigit } }),
            ("isspace", { try all($1, $2, "isspace") { $0.isSpace } }),
            ("islower", { try isInCase($1, $2, "islower") { $0.lowered } }),
            ("isupper", { try isInCase($1, $2, "isupper") { $0.uppered } }),
            ("istitle", { .bool(try isTitle(try string($1, $2, "istitle"))) }),
        ]
    }

    /// The string a method belongs to, once nothing is given that it does not take.
    static func string(
        _ value: Value, _ arguments: Arguments, _ name: String, _ counts: ClosedRange<Int> = 0...0
    ) throws -> ByteString {
        try arguments.requirePositional(counts, of: name)
        guard case .string(let string) = value else { return ByteString.text("") }
        return string
    }

    /// Each code point replaced; the closure also gets its place.
    private static func mapped(
        _ value: Value, _ arguments: Arguments, _ name: String,
        _ map: (Unicode.Scalar, Int) -> Unicode.Scalar
    ) throws -> Value {
        .string(mapped(try string(value, arguments, name), map))
    }

    private static func mapped(
        _ string: ByteString, _ map: (Unicode.Scalar, Int) -> Unicode.Scalar
    ) -> ByteString {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(string.count)
        string.forEachScalar { scalar, place in
            let mapped = map(scalar, place)
            if mapped.value < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: mapped.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(mapped).map { Array($0) } ?? [])
            }
            return true
        }
        return ByteString.bytes(bytes)
    }

    private static func all(
        _ value: Value, _ arguments: Arguments, _ name: String, _ test: (Unicode.Scalar) -> Bool
    ) throws -> Value {
        let string = try string(value, arguments, name)
        var holds = !string.isEmpty
        string.forEachScalar { scalar, _ in
            holds = test(scalar)
            return holds
        }
        return .bool(holds)
    }

    /// Whether there are letters with case, and all of them have the one that `map` gives.
    private static func isInCase(
        _ value: Value, _ arguments: Arguments, _ name: String,
        _ map: (Unicode.Scalar) -> Unicode.Scalar
    ) throws -> Value {
        let string = try string(value, arguments, name)
        var isCased = false
        string.forEachScalar { scalar, _ in
            isCased = scalar.isCased
            return !isCased
        }
        return .bool(isCased && mapped(string) { scalar, _ in map(scalar) } == string)
    }

    /// Capital letters only after what is no letter, small ones only after letters.
    private static func isTitle(_ string: ByteString) throws -> Bool {
        var (hasLetters, follows, isTitle) = (false, false, true)
        string.forEachScalar { scalar, _ in
            if scalar.value < 0x80 && scalar.isUpperLetter || scalar.isTitleLetter {
                isTitle = !follows
                (hasLetters, follows) = (true, true)
            } else if scalar.isLowerLetter {
                isTitle = follows
                hasLetters = true
            } else if scalar.isUpperLetter {
                isTitle = false
            } else {
                follows = false
            }
            return isTitle
        }
        return isTitle && hasLetters
    }
}
