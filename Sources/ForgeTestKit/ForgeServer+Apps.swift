import FleetSync
import FlyingFox
import Foundation
import ProgramInput
import Subprocess

/// GitHub apps: a token for a signature that the app's key made.
extension ForgeServer {
    func signIn(_ request: HTTPRequest, _ path: String) async throws -> Reply {
        let word = request.headers[.authorization]?.split(separator: " ").last ?? ""
        guard try await isSigned(String(word)) else {
            return Reply(401, ["message": "A JSON web token could not be decoded"])
        }
        if path == "/app/installations" { return Reply(200, [["id": 4]]) }
        guard path == "/app/installations/4/access_tokens" else { return .notFound }
        return Reply(201, ["token": .string(forge.token)])
    }

    private func isSigned(_ word: String) async throws -> Bool {
        let parts = word.split(separator: ".")
        guard parts.count == 3, let key = await forge.appKey, let claims = Self.bytes(parts[1]),
            let signature = Self.bytes(parts[2])
        else { return false }
        let now = Int(Date().timeIntervalSince1970)
        let said = JSON(Array(claims))
        // As GitHub: the clock may differ by a minute, and ten minutes are the most.
        guard let from = said["iat"]?.int, let until = said["exp"]?.int, from <= now, until > now,
            until - now <= 600, said["iss"]?.string == "17"
        else { return false }
        let file = NSTemporaryDirectory() + "/apus-signature-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try signature.write(to: URL(filePath: file))
        let result = try await Subprocess.run(
            .name("openssl"),
            arguments: ["dgst", "-sha256", "-verify", key, "-signature", file],
            input: .handed("\(parts[0]).\(parts[1])"), output: .discarded,
            error: .discarded)
        return result.terminationStatus.isSuccess
    }

    private static func bytes(_ text: Substring) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
