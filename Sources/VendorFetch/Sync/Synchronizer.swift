import Diagnostics
package import VendorCore

/// Brings every directory of a configuration to what its sources hold.
///
/// Everything is made ready beside what it replaces, and put in place at the end, in one step for
/// each directory: who interrupts it, finds what was there. What is right already is not written.
package struct Synchronizer: Sendable {
    let session: VendorSession
    let configuration: VendorConfiguration
    let locked: LockFile?
    let digestLock: DigestLock?

    package struct Outcome: Sendable {
        package let lock: LockFile
        /// The directories that were replaced.
        package let changed: [String]
        /// What came from the sources, by the content's path; not under the reference's name.
        package let digests: [String: [String: DigestLock.Item]]
    }

    /// - Parameter configuration: with overrides and locks already applied.
    package init(
        session: VendorSession, configuration: VendorConfiguration, locked: LockFile?,
        digestLock: DigestLock? = nil
    ) {
        self.session = session
        self.configuration = configuration
        self.locked = locked
        self.digestLock = digestLock
    }

    typealias Job = (sync: DirectorySync, ready: Result<DirectorySync.Ready, any Error>)

    package func run() async throws -> Outcome {
        let jobs = await prepareAll()
        if !session.options.isCompatible {
            for job in jobs { _ = try job.ready.get() }
            try checkLinks(jobs, staged: true)
        }
        var lock = LockFile()
        var changed: [String] = []
        var digests: [String: [String: DigestLock.Item]] = [:]
        for job in jobs {
            let ready = try job.ready.get()
            if !session.options.isCompatible {
                digests.merge(try job.sync.digests(ready, known: digestLock)) { $1 }
            }
            try Task.checkCancellation()
            try job.sync.finish(ready)
            if ready.needsSwap { changed.append(job.sync.directory.path) }
            lock.directories.append(
                LockedDirectory(path: job.sync.directory.path, contents: ready.lock))
        }
        if session.options.isCompatible { try checkLinks(jobs, staged: false) }
        return Outcome(lock: lock, changed: changed, digests: digests)
    }

    func prepareAll() async -> [Job] {
        let syncs = configuration.directories.enumerated().map { index, directory in
            DirectorySync(
                session: session, directory: directory,
                place: session.staging.place("staging-\(index)"),
                locked: locked?.directory(directory.path))
        }
        let results = await withTaskGroup(
            of: (Int, Result<DirectorySync.Ready, any Error>).self
        ) { group in
            for (index, sync) in syncs.enumerated() {
                group.addTask {
                    await (index, DirectorySync.result { try await sync.prepare() })
                }
            }
            return await group.reduce(into: [Int: Result<DirectorySync.Ready, any Error>]()) {
                $0[$1.0] = $1.1
            }
        }
        return syncs.enumerated().compactMap { index, sync in results[index].map { (sync, $0) } }
    }

    /// Under the reference's name links are looked at where they stand in the end, as it does.
    func checkLinks(_ jobs: [Job], staged: Bool) throws {
        guard !session.options.allowsAllLinks else { return }
        for job in jobs {
            let ready = try job.ready.get()
            if !staged {
                try job.sync.checkLinks(in: job.sync.directory.path)
            } else if ready.needsSwap {
                try job.sync.checkLinks(in: job.sync.place)
            }
        }
    }
}
