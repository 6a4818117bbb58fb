import CLibpq

extension Session {
    /// What a server keeps of a password: the SCRAM verifier, from which nobody gets it back. With
    /// it a password is set without being sent.
    package func verifier(of password: Secret, for role: String) throws(PostgresError) -> Secret {
        guard
            let text = PQencryptPasswordConn(
                connection, password.reveal(), role, "scram-sha-256")
        else { throw lost() }
        defer { PQfreemem(text) }
        return Secret(String(cString: text))
    }
}

extension PostgresConnection {
    package func verifier(
        of password: Secret, for role: String
    ) async throws(PostgresError) -> Secret {
        try run { session throws(PostgresError) in try session.verifier(of: password, for: role) }
    }
}

extension Secret {
    /// A password that nobody chose: 192 bits from the system, as hexadecimal digits.
    package static func generated() -> Secret {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<3).map { _ in generator.next() as UInt64 }
        return Secret(
            words.map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined())
    }
}
