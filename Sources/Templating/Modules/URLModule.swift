import Starlark

/// `@ytt:url`
enum URLModule {
    static func exports() -> [String: Value] {
        Builtins.module(
            "url",
            functions: [
                "path_segment_encode": {
                    .string(
                        ByteString.bytes(PercentEncoding.encode(try $0.text().array, .pathSegment)))
                },
                "path_segment_decode": {
                    .string(
                        ByteString.bytes(
                            try PercentEncoding.decode(try $0.text().array, .pathSegment)))
                },
                "query_param_value_encode": {
                    .string(ByteString.bytes(PercentEncoding.encode(try $0.text().array, .query)))
                },
                "query_param_value_decode": {
                    .string(
                        ByteString.bytes(try PercentEncoding.decode(try $0.text().array, .query)))
                },
                "query_params_encode": encodeParameters, "query_params_decode": decodeParameters,
                "parse": { value(try WebAddress(try $0.text().text)) },
            ])
    }

    // MARK: Query parameters

    private static func encodeParameters(_ call: Call) throws -> Value {
        let argument = try call.expectExactlyOne()
        let entries: [(key: Value, value: Value)]
        switch argument {
        case .dict(let dict): entries = dict.entries
        case .object(let object) where object.entries() != nil: entries = object.entries() ?? []
        default: throw Failure("expected argument to be a map, but was \(argument.typeName)")
        }
        var pairs: [(key: [UInt8], values: [[UInt8]])] = []
        for entry in entries {
            guard case .string(let key) = entry.key else {
                throw Failure("expected map key to be string, but was \(entry.key.typeName)")
            }
            guard entry.value.text == nil, let elements = entry.value.elements() else {
                throw Failure("expected map value to be array, but was \(entry.value.typeName)")
            }
            let values = try elements.map { element -> [UInt8] in
                guard case .string(let text) = element else {
                    throw Failure("expected array value to be string, but was \(element.typeName)")
                }
                return text.array
            }
            pairs.append((key.array, values))
        }
        pairs.sort { $0.key.lexicographicallyPrecedes($1.key) }
        let text = pairs.flatMap { pair in
            pair.values.map { value in
                PercentEncoding.encode(pair.key, .query) + [UInt8(ascii: "=")]
                    + PercentEncoding.encode(value, .query)
            }
        }.joined(separator: [UInt8(ascii: "&")])
        return .string(ByteString.bytes(Array(text)))
    }

    private static func decodeParameters(_ call: Call) throws -> Value {
        let bytes = try call.text().array
        var values: [[UInt8]: [Value]] = [:]
        for piece in bytes.split(whereSeparator: {
            $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";")
        }) {
            let parts = piece.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let key = try PercentEncoding.decode(Array(parts[0]), .query)
            let value = try PercentEncoding.decode(parts.count > 1 ? Array(parts[1]) : [], .query)
            values[key, default: []].append(.string(ByteString.bytes(value)))
        }
        let result = DictValue()
        for (key, list) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try result.set(.string(ByteString.bytes(key)), to: .list(list))
        }
        return .dict(result)
    }

    // MARK: Addresses

    private static func value(_ address: WebAddress) -> Value {
        .object(
            UnencodableValue(
                "@ytt:url.value",
                [
                    ("user", { address.user.map(value) ?? .none }),
                    (
                        "without_user",
                        {
                            Builtins.function("url.without_user") { _ in
                                var address = address
                                address.user = nil
                                return value(address)
                            }
                        }
                    ),
                    ("hostname", { text("url.hostname") { address.hostName } }),
                    ("string", { text("url.string") { address.text } }),
                ]))
    }

    private static func value(_ user: WebAddress.User) -> Value {
        .object(
            UnencodableValue(
                "@ytt:url.user",
                [
                    ("name", { .string(user.name) }),
                    ("password", { user.password.map { .string($0) } ?? .none }),
                    ("string", { text("url.user.string") { user.text } }),
                ]))
    }

    private static func text(_ name: String, _ body: @escaping () -> String) -> Value {
        Builtins.function(name) { _ in .string(body()) }
    }
}
