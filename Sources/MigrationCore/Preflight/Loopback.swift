/// Addresses and names that mean "this machine", whoever says them.
enum Loopback {
    static func isAddress(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    static func isHost(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("/") || isAddress(host)
    }
}
