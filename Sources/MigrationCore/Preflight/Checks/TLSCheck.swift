/// Rows and the replication password travel over these connections.
struct TLSCheck: PreflightCheck {
    let id = "network.tls"
    let title = "connections are encrypted"
    let fine = "our connections to both servers use TLS"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.identity) { side, identity in
            guard !identity.usesTLS else { return [] }
            guard let address = identity.address else {
                return [Finding(.ok, side, "reached over a local socket")]
            }
            if Loopback.isAddress(address) {
                return [Finding(.ok, side, "reached over loopback, without TLS")]
            }
            return [
                Finding(
                    .warning, side, "our connection to \(address) is not encrypted",
                    fix: .file("\(side): {sslmode: require}"))
            ]
        }
    }
}
