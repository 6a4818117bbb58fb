/// Pairs what a plan destroys with what it creates under another address, where both look like the
/// same object: a key of `for_each` or a module was renamed without a `moved` block.
struct Renames {
    private var created: [Identity: [String]] = [:]
    private static let names = [
        "name", "identifier", "cluster_identifier", "bucket", "instance_id", "cluster_id",
        "account_id", "secret_id",
    ]

    private struct Identity: Hashable {
        let type: String
        let name: JSONValue
    }

    init(_ changes: [ResourceChange]) {
        for change in changes where change.change.action == .create {
            guard let identity = Self.identity(change, change.change.after) else { continue }
            created[identity, default: []].append(change.address)
        }
    }

    /// - Returns: nil unless exactly one created object looks the same.
    func newAddress(of change: ResourceChange) -> String? {
        guard change.change.action == .delete, change.deposed == nil,
            let identity = Self.identity(change, change.change.before),
            let addresses = created[identity], addresses.count == 1
        else { return nil }
        return addresses[0]
    }

    private static func identity(_ change: ResourceChange, _ object: JSONValue) -> Identity? {
        for name in names {
            if let value = object[name] { return Identity(type: change.type, name: value) }
        }
        return nil
    }
}
