package import Diagnostics
package import VendorCore
import WebTransport

/// What all contents of one run share: the cache, the web, secrets, and where things are kept
/// while they are on their way.
package struct VendorSession: Sendable {
    package let options: SyncOptions
    package let resources: VendorResources
    package let environment: [String: String]
    package let cache: FetchCache
    package let staging: StagingFolder
    let web: WebClient
    let git: GitFetcher

    package init(
        options: SyncOptions, resources: VendorResources, environment: [String: String]
    ) throws(Diagnostic) {
        self.options = options
        self.resources = resources
        self.environment = environment
        cache = try FetchCache.standard(environment)
        staging = StagingFolder()
        web = WebClient()
        git = GitFetcher(
            cache: cache, resources: resources, staging: staging,
            isCompatible: options.isCompatible)
    }

    /// Where a new folder for what one content has on its way would be.
    func temporaryPlace() -> String { staging.place("incoming/\(UInt64.random(in: 0 ... .max))") }

    /// A folder that the run removes at its end.
    func make(_ place: String) throws(Diagnostic) {
        try staging.make()
        try Disk.makeFolder(place, permissions: 0o700)
    }

    func registry(secret name: String?) throws -> RegistryClient {
        let secret = try name.map { name throws(Diagnostic) in try resources.secret(name) }
        return RegistryClient(
            web: web, cache: cache,
            accounts: RegistryAccounts(secret: secret, environment: environment))
    }
}
