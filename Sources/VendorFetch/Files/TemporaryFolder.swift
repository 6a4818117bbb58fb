import Diagnostics
import Foundation

/// A folder only we can look into, gone at the end.
nonisolated(nonsending) func withTemporaryFolder<Result>(
    _ body: nonisolated(nonsending) (String) async throws -> Result
) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/apus-vendor-\(UUID().uuidString)"
    try Disk.makeFolder(path, permissions: 0o700)
    defer { try? Disk.remove(path) }
    return try await body(path)
}
