import Foundation
import Subprocess
import SystemPackage
import Testing

/// Goal: under the name `vendir` the program does what vendir does.
/// Method: the reference's cases, where they and the built program are at hand.
@Suite struct VendorConformanceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let cases = root.deletingLastPathComponent()
        .appending(path: "shared/conformance/vendoring/run").path()
    private static let program = root.appending(path: ".build/debug/apus").path()

    @Test("every case passes", .timeLimit(.minutes(15)))
    func everyCase() async throws {
        let files = FileManager.default
        for needed in [Self.cases, Self.program] where !files.fileExists(atPath: needed) {
            return print("not run: \(needed) is not there")
        }
        for program in ["python3", "git", "gpg"] where Places.find(program) == nil {
            return print("not run: \(program) is not installed")
        }
        if Places.find("docker-registry") == nil {
            print("not run: the cases of images, as docker-registry is not installed")
        }
        let folder = files.temporaryDirectory.path + "/vendir-\(UUID().uuidString)"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: folder) }
        try files.createSymbolicLink(
            atPath: folder + "/vendir", withDestinationPath: Self.program)
        let result = try await Subprocess.run(
            .path(FilePath(Self.cases)), arguments: [folder + "/vendir"],
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        let words = result.standardOutput + result.standardError
        #expect(result.terminationStatus.isSuccess, "\(words)")
        let passed = words.firstMatch(of: /(\d+) passed, 0 failed/).flatMap { Int($0.1) } ?? 0
        #expect(passed > 70, "\(words)")
    }
}

enum Places {
    /// Where a program is, looking through PATH.
    static func find(_ program: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
