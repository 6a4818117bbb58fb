import Diagnostics
import VendorCore

/// What git needs to be let in, in files only we can read, for the time of one fetch.
struct GitCredential: Sendable {
    private(set) var environment: [String: String] = [
        "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8",
    ]
    /// Settings as `-c` would take them. They go through the environment, since arguments are seen
    /// by everybody on the machine.
    private var settings: [(key: String, value: String)] = []

    static let fields: Set<String> = [
        "ssh-privatekey", "ssh-knownhosts", "username", "password",
    ]

    /// - Parameter folder: holds the key and the known hosts; private and short-lived.
    /// - Parameter isForeign: whether the address comes from a repository, not from the user: then
    ///   git takes no local path for it unless the user's settings say so.
    init(
        _ secret: VendorSecret?, for git: GitSource, folder: String, isForeign: Bool = false
    ) throws(Diagnostic) {
        if isForeign { environment["GIT_PROTOCOL_FROM_USER"] = "0" }
        // The address, too, may hold a password.
        settings.append(("remote.origin.url", git.url))
        if git.skipsLFS { environment["GIT_LFS_SKIP_SMUDGE"] = "1" }
        if git.skipsCertificate { settings.append(("http.sslVerify", "false")) }
        if let secret {
            try secret.check(onlyHas: Self.fields)
            try addSSH(secret, folder)
            try addPassword(secret, git, folder)
        }
        environment["GIT_CONFIG_COUNT"] = "\(settings.count)"
        for (index, setting) in settings.enumerated() {
            environment["GIT_CONFIG_KEY_\(index)"] = setting.key
            environment["GIT_CONFIG_VALUE_\(index)"] = setting.value
        }
    }

    private mutating func addSSH(_ secret: VendorSecret, _ folder: String) throws(Diagnostic) {
        var words = [
            "ssh", "-o", "ServerAliveInterval=30", "-o", "ForwardAgent=no", "-F", "/dev/null",
        ]
        if let key = secret.bytes("ssh-privatekey") {
            let path = "\(folder)/private-key"
            try Disk.write(key, to: path, permissions: 0o600)
            words += ["-i", path, "-o", "IdentitiesOnly=yes"]
        }
        if let hosts = secret.bytes("ssh-knownhosts") {
            let path = "\(folder)/known-hosts"
            try Disk.write(hosts, to: path, permissions: 0o600)
            words += ["-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=\(path)"]
        } else {
            words += ["-o", "StrictHostKeyChecking=no"]
        }
        environment["GIT_SSH_COMMAND"] = words.map(Self.quoted).joined(separator: " ")
    }

    private mutating func addPassword(
        _ secret: VendorSecret, _ git: GitSource, _ folder: String
    ) throws(Diagnostic) {
        guard let user = secret.text("username"), let password = secret.text("password") else {
            return
        }
        guard git.url.hasPrefix("https://") else {
            throw Diagnostic(
                .error, .secretInvalid,
                "username/password authentication is only supported for https remotes",
                hint: "Use an https address, or a secret with `ssh-privatekey`.")
        }
        if git.forcesBasicAuth {
            let token = Base64.encoded(Array("\(user):\(password)".utf8))
            settings.append(("http.extraHeader", "Authorization: Basic \(token)"))
            return
        }
        // A helper of our own that reads a file: nothing is asked, nothing is stored elsewhere.
        let path = "\(folder)/credential"
        try Disk.write(
            Array("username=\(user)\npassword=\(password)\n".utf8), to: path, permissions: 0o600)
        settings.append(("credential.helper", ""))
        settings.append(
            ("credential.helper", "!f() { test \"$1\" = get && cat \(Self.quoted(path)); }; f"))
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

enum Base64 {
    static func encoded(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let padded = Array(chunk) + Array(repeating: 0, count: 3 - chunk.count)
            let bits = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
            for place in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - 6 * place) & 63)]
                text.append(place <= chunk.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
