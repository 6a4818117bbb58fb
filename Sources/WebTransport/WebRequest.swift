/// One HTTP request: a value that can be compared, logged by its redacted address, and sent again.
package struct WebRequest: Hashable, Sendable {
    /// Who asks. Never part of an address, an argument or an error.
    package enum Credential: Hashable, Sendable {
        case none
        case basic(user: String, password: String)
        case bearer(String)
    }

    package var method: String
    package var address: WebAddress
    package var headers: [WebHeader]
    package var body: [UInt8]?
    package var credential: Credential
    /// How long the whole exchange may take.
    package var timeout: Duration
    /// How long it may take until the connection stands.
    package var connectTimeout: Duration
    package var followsRedirects: Bool
    /// Whether the server's certificate is checked. Only turned off where a user asked for it.
    package var verifiesCertificate: Bool
    /// A file with the authorities to believe in place of the system's.
    package var authorityFile: String?
    /// The largest body that is taken, in bytes. Room for it is set aside unless it goes to a file.
    package var largestBody: Int

    package init(
        _ method: String = "GET", _ address: WebAddress, headers: [WebHeader] = [],
        body: [UInt8]? = nil, credential: Credential = .none, timeout: Duration = .seconds(60),
        connectTimeout: Duration = .seconds(15), followsRedirects: Bool = true,
        verifiesCertificate: Bool = true, authorityFile: String? = nil,
        largestBody: Int = 16 << 20
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.credential = credential
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.followsRedirects = followsRedirects
        self.verifiesCertificate = verifiesCertificate
        self.authorityFile = authorityFile
        self.largestBody = largestBody
    }
}

/// A header as it is sent: the name in the sender's spelling.
package struct WebHeader: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Where a request goes; printed without the user and the password that may stand in it.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// As it was written, secrets included.
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    /// `https://user:secret@host/path?token=x` is shown as `https://host/path`.
    package var description: String {
        guard let scheme = text.firstRange(of: "://") else { return text }
        var rest = text[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        return String(text[..<scheme.upperBound] + rest)
    }
}
