/// What a plan would do to one object.
package struct ResourceChange: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable { case managed, data, ephemeral }

    package var address: String
    /// Where the object stood before a `moved` block, when there is one.
    package var previousAddress: String?
    /// The module's address; nil in the root module.
    package var module: String?
    package var mode: Mode
    package var type: String
    package var name: String
    package var provider: String
    /// The key of an object that was left over by `create_before_destroy`.
    package var deposed: String?
    package var change: Change
    /// Why, in Terraform's words: `replace_by_request`, `delete_because_each_key`, …
    package var reason: String?

    package init(
        address: String, previousAddress: String? = nil, module: String? = nil,
        mode: Mode = .managed, type: String, name: String, provider: String = "",
        deposed: String? = nil, change: Change, reason: String? = nil
    ) {
        self.address = address
        self.previousAddress = previousAddress
        self.module = module
        self.mode = mode
        self.type = type
        self.name = name
        self.provider = provider
        self.deposed = deposed
        self.change = change
        self.reason = reason
    }
}

/// An object before and after, with what is not known yet and what must not be shown.
package struct Change: Hashable, Sendable {
    package var action: PlannedAction
    /// `.null` where there is nothing.
    package var before: JSONValue
    package var after: JSONValue
    /// A tree of marks: true where the value is known only after apply.
    package var afterUnknown: JSONValue
    /// Trees of marks: true where the value is sensitive.
    package var beforeSensitive: JSONValue
    package var afterSensitive: JSONValue
    /// The attributes that force a replacement, dotted, without indexes.
    package var replacePaths: [AttributePath]
    /// The provider's id of an object that an `import` block brings in.
    package var importedID: String?

    package init(
        action: PlannedAction, before: JSONValue = .null, after: JSONValue = .null,
        afterUnknown: JSONValue = .bool(false), beforeSensitive: JSONValue = .bool(false),
        afterSensitive: JSONValue = .bool(false), replacePaths: [AttributePath] = [],
        importedID: String? = nil
    ) {
        self.action = action
        self.before = before
        self.after = after
        self.afterUnknown = afterUnknown
        self.beforeSensitive = beforeSensitive
        self.afterSensitive = afterSensitive
        self.replacePaths = replacePaths
        self.importedID = importedID
    }
}

/// The combinations of `actions` that Terraform and OpenTofu document, and no others.
package enum PlannedAction: Hashable, Sendable, CaseIterable {
    case keep, create, read, update, delete
    case deleteThenCreate, createThenDelete
    /// The state forgets the object, which stays as it is.
    case forget
    /// A new object takes the address, and the old one is left standing (OpenTofu).
    case forgetAndCreate

    package init?(_ actions: [String]) {
        guard let known = Self.spellings[actions] else { return nil }
        self = known
    }

    private static let spellings: [[String]: PlannedAction] = [
        ["no-op"]: .keep, ["create"]: .create, ["read"]: .read, ["open"]: .read,
        ["update"]: .update, ["delete"]: .delete, ["delete", "create"]: .deleteThenCreate,
        ["create", "delete"]: .createThenDelete, ["forget"]: .forget,
        ["forget", "create"]: .forgetAndCreate, ["create", "forget"]: .forgetAndCreate,
    ]
}
