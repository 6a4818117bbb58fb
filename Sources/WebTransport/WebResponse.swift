/// What a server answered; of several answers in a row (redirects) the last one.
package struct WebResponse: Sendable {
    package let status: Int
    /// Names in lower case, every value in the order it came.
    package let headers: [String: [String]]
    /// Empty where the body went to a file.
    package let body: [UInt8]
    /// Where the answer came from, after redirects.
    package let address: WebAddress

    package init(status: Int, headers: [String: [String]], body: [UInt8], address: WebAddress) {
        self.status = status
        self.headers = headers
        self.body = body
        self.address = address
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The first value of a header; the case of the name does not matter.
    package func header(_ name: String) -> String? { headers[name.lowercased()]?.first }

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why there was no answer at all. An answer with status 404 or 500 is none of these.
package struct WebFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case hostNotFound, notConnected, timedOut, interrupted
        case certificateRefused, tooManyRedirects, tooLarge, badAddress
        case programMissing, other
    }

    package let reason: Reason
    package let address: WebAddress
    /// The transport's own words, without secrets.
    package let explanation: String

    package init(_ reason: Reason, _ address: WebAddress, _ explanation: String) {
        self.reason = reason
        self.address = address
        self.explanation = explanation
    }

    /// Whether the same request may succeed later.
    package var mayPass: Bool {
        switch reason {
        case .hostNotFound, .notConnected, .timedOut, .interrupted: true
        case .certificateRefused, .tooManyRedirects, .tooLarge, .badAddress, .programMissing,
            .other:
            false
        }
    }

    package var description: String { "\(address): \(explanation)" }
}
