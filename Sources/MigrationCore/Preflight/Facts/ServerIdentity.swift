/// Which server answered, and how we reached it.
package struct ServerIdentity: Hashable, Sendable, Codable {
    package var versionNumber: Int
    package var isInRecovery: Bool
    /// Seconds since 1970, so that two servers can be compared.
    package var startedAt: Double
    package var clock: Double
    /// Our own clock when `clock` was read.
    package var clockHere: Double?
    /// Nil over a Unix socket.
    package var address: String?
    package var port: Int?
    package var ourAddress: String?
    package var usesTLS: Bool
    package var tlsVersion: String?

    package init(
        versionNumber: Int, isInRecovery: Bool = false, startedAt: Double = 0, clock: Double = 0,
        clockHere: Double? = nil, address: String? = nil, port: Int? = nil,
        ourAddress: String? = nil, usesTLS: Bool = false, tlsVersion: String? = nil
    ) {
        self.versionNumber = versionNumber
        self.isInRecovery = isInRecovery
        self.startedAt = startedAt
        self.clock = clock
        self.clockHere = clockHere
        self.address = address
        self.port = port
        self.ourAddress = ourAddress
        self.usesTLS = usesTLS
        self.tlsVersion = tlsVersion
    }

    package var version: ServerVersion { ServerVersion(number: versionNumber) }
}
