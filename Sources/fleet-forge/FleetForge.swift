import ForgeTestKit
import Foundation

/// A forge for demonstrations: `fleet-forge FOLDER DIALECT` serves the bare repositories of a
/// folder on a free loopback port, writes its address to `FOLDER/address`, and ends when its
/// standard input does.
@main
enum FleetForge {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3,
            let dialect = ForgeServer.Dialect(rawValue: arguments[2])
        else {
            FileHandle.standardError.write(
                Data("usage: fleet-forge FOLDER github|gitlab|gitea\n".utf8))
            exit(64)
        }
        let forge = TestForge(folder: arguments[1])
        try await ForgeServer(forge, dialect).serve { @Sendable address in
            try Data("\(address)\n".utf8)
                .write(to: URL(filePath: "\(arguments[1])/address"), options: .atomic)
            let input = Task.detached { while readLine() != nil {} }
            await input.value
        }
    }
}
