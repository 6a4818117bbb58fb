/// The words curl reads from its standard input, so that no secret stands among its arguments.
struct CurlConfiguration {
    private var lines: [String] = []

    /// - Parameters:
    ///   - output: the file that takes the body; standard output when nil.
    ///   - bodyFile: where the request's body stands, when it cannot be written as text.
    init(_ request: WebRequest, output: String?, bodyFile: String?) {
        addConnection(request)
        addRequest(request, bodyFile)
        switch request.credential {
        case .none: break
        case .basic(let user, let password): add("user", "\(user):\(password)")
        case .bearer(let token): add("header", "Authorization: Bearer \(token)")
        }
        if let output { add("output", output) }
        add("write-out", "%{stderr}%{header_json}\n%{json}")
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func addConnection(_ request: WebRequest) {
        add("url", request.address.text)
        lines += ["silent", "globoff", "compressed"]
        add("proto", "=http,https")
        add("proto-redir", "=http,https")
        if request.followsRedirects {
            lines.append("location")
            add("max-redirs", "10")
        }
        if !request.verifiesCertificate { lines.append("insecure") }
        if let file = request.authorityFile { add("cacert", file) }
        add("max-time", seconds(request.timeout))
        add("connect-timeout", seconds(request.connectTimeout))
        add("max-filesize", "\(request.largestBody)")
    }

    private mutating func addRequest(_ request: WebRequest, _ bodyFile: String?) {
        switch request.method {
        case "GET" where request.body == nil: break
        case "HEAD": lines.append("head")
        default: add("request", request.method)
        }
        let names = Set(request.headers.map { $0.name.lowercased() })
        if !names.contains("user-agent") { add("user-agent", "apus") }
        for header in request.headers { add("header", "\(header.name): \(header.value)") }
        guard let body = request.body else { return }
        add("header", "Expect:")
        if !names.contains("content-type") { add("header", "Content-Type:") }
        if let bodyFile {
            add("data-binary", "@\(bodyFile)")
        } else {
            add("data-raw", String(decoding: body, as: UTF8.self))
        }
    }

    private func seconds(_ duration: Duration) -> String {
        let parts = duration.components
        let milliseconds = parts.attoseconds / 1_000_000_000_000_000
        let fraction = "000\(milliseconds)".suffix(3)
        return "\(parts.seconds).\(fraction)"
    }

    private mutating func add(_ name: String, _ value: String) {
        lines.append("\(name) = \"\(Self.escaped(value))\"")
    }

    /// Scalar by scalar: a carriage return and a line feed are one `Character`.
    static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
