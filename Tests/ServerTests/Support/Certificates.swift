import Foundation
import ServerTestKit

/// An authority and certificates that it signed, made on the spot by the program `openssl`.
struct Certificates {
    let folder: String

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") }

    init(in folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        chmod(folder, 0o755)
        for authority in ["authority", "stranger"] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=\(authority)", "-keyout",
                "\(authority).key", "-out", "\(authority).crt")
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A key and a certificate for one name of a server.
    ///
    /// - Parameter owner: the user whose server reads the key.
    func make(_ server: String, for host: String, owner: String) throws {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=\(host)", "-keyout", "\(server).key", "-out", "\(server).csr")
        try "subjectAltName=DNS:\(host)\n".write(
            toFile: path("\(server).ext"), atomically: false, encoding: .utf8)
        try openssl(
            "x509", "-req", "-in", "\(server).csr", "-CA", "authority.crt", "-CAkey",
            "authority.key", "-CAcreateserial", "-days", "2", "-extfile", "\(server).ext", "-out",
            "\(server).crt")
        // A server refuses a key that anybody else may read.
        let user = try FileManager.default.attributesOfItem(atPath: owner)[.ownerAccountID]
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600, .ownerAccountID: user ?? getuid()],
            ofItemAtPath: path("\(server).key"))
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let words = Pipe()
        process.standardError = words
        try process.run()
        let text = words.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(arguments: arguments, words: String(decoding: text, as: UTF8.self))
        }
    }

    struct Failed: Error {
        let arguments: [String]
        let words: String
    }
}

/// Whether this machine has servers of these majors that were built with TLS, and a pooler.
func speakTLS(_ majors: Int...) -> Bool {
    majors.allSatisfy { major in
        guard let server = ServerInstallation.find(major)?.program("postgres"),
            let program = FileManager.default.contents(atPath: server)
        else { return false }
        return program.range(of: Data("libssl.so".utf8)) != nil
    } && (try? PoolerInstallation.require()) != nil
}
