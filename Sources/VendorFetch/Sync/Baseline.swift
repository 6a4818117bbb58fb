import Diagnostics
package import VendorCore

/// Contents as they were when they were locked, before any edit made here.
package struct Baseline: Sendable {
    let session: VendorSession
    let lock: LockFile

    package init(session: VendorSession, lock: LockFile) {
        self.session = session
        self.lock = lock
    }

    /// Makes the locked content in a folder of its own, from the cache where it is there.
    ///
    /// - Returns: the folder; nil for contents that no lock can bring back as they were.
    package func make(
        _ content: VendoredContent, of directory: VendoredDirectory
    ) async throws -> String? {
        guard let locked = lock.content(content.path, in: directory.path) else { return nil }
        switch content.source {
        case .manual, .directory: return nil
        default: break
        }
        let place = session.staging.place("base/\(UInt64.random(in: 0 ... .max))")
        let pinned = try LockFile(
            directories: [LockedDirectory(path: directory.path, contents: [locked])]
        ).locking(
            VendorConfiguration(directories: [
                VendoredDirectory(path: directory.path, contents: [content])
            ]))
        guard let source = pinned.directories.first?.contents.first?.source else { return nil }
        let temporary = session.temporaryPlace()
        let stage = ContentStage(
            session: session, directory: directory, content: content, place: place)
        _ = try await stage.stage(
            try await session.resolve(source, temporary: temporary), temporary: temporary)
        return place
    }
}
