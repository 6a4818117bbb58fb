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
        cache = FetchCache.standard(environment)
        staging = try StagingFolder()
        web = WebClient()
        git = GitFetcher(
            cache: cache, resources: resources, temporary: staging.path,
            isCompatible: options.isCompatible)
    }

    /// A new folder for what one content has on its way.
    func temporaryFolder() throws(Diagnostic) -> String {
        let place = staging.place("incoming/\(UInt64.random(in: 0 ... .max))")
        try Disk.makeFolder(place, permissions: 0o700)
        return place
    }

    func registry(secret name: String?) throws -> RegistryClient {
        let secret = try name.map { name throws(Diagnostic) in try resources.secret(name) }
        return RegistryClient(
            web: web, cache: cache,
            accounts: RegistryAccounts(secret: secret, environment: environment))
    }
}
