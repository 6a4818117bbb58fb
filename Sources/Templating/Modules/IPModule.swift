import Starlark

/// `@ytt:ip`
enum IPModule {
    static func exports() -> [String: Value] {
        Builtins.module("ip", functions: ["parse_addr": parseAddress, "parse_cidr": parseNetwork])
    }

    private static func parseAddress(_ call: Call) throws -> Value {
        let text = try call.text().text
        guard let address = NetworkAddress(text) else {
            throw Failure("invalid IP address: \(text)")
        }
        return value(address)
    }

    private static func parseNetwork(_ call: Call) throws -> Value {
        let text = try call.text().text
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == 2, let address = NetworkAddress(String(pieces[0])),
            pieces[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(pieces[1]),
            length <= 8 * address.bytes.count
        else { throw Failure("invalid CIDR address: \(text)") }
        let network = address.masked(length)
        let networkValue = UnencodableValue(
            "@ytt:ip.net",
            [
                ("addr", { Builtins.function("ip.net.addr") { _ in value(network) } }),
                (
                    "string",
                    {
                        Builtins.function("ip.net.string") { _ in
                            .string("\(network.text)/\(length)")
                        }
                    }
                ),
            ])
        return .tuple([value(address), .object(networkValue)])
    }

    private static func value(_ address: NetworkAddress) -> Value {
        .object(
            UnencodableValue(
                "@ytt:ip.addr",
                [
                    (
                        "is_ipv4",
                        { Builtins.function("ip.addr.is_ipv4") { _ in .bool(address.isVersion4) } }
                    ),
                    (
                        "is_ipv6",
                        { Builtins.function("ip.addr.is_ipv6") { _ in .bool(!address.isVersion4) } }
                    ),
                    (
                        "string",
                        { Builtins.function("ip.addr.string") { _ in .string(address.text) } }
                    ),
                ]))
    }
}
