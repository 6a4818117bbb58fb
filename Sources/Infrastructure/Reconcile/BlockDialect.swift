/// Which blocks can say what happened to an object, with this program of this version.
package struct BlockDialect: Hashable, Sendable {
    package enum Removed: Hashable, Sendable {
        case unknown
        /// Forgets the object, and knows no `lifecycle` (OpenTofu 1.7 to 1.9).
        case plain
        /// Destroys the object unless `lifecycle { destroy = false }` says otherwise (Terraform), or
        /// takes that block too (OpenTofu from 1.10).
        case withLifecycle
    }

    package let moved: Bool
    package let imports: Bool
    package let removed: Removed

    package init(_ tool: InfrastructureTool.Kind, _ version: ToolVersion) {
        moved = version >= ToolVersion(1, 1)
        imports = version >= ToolVersion(1, 5)
        removed =
            switch tool {
            case .terraform: version >= ToolVersion(1, 7) ? .withLifecycle : .unknown
            case .tofu where version >= ToolVersion(1, 10): .withLifecycle
            case .tofu: version >= ToolVersion(1, 7) ? .plain : .unknown
            }
    }

    /// Whether the address can be let go with a block: neither program takes one with a key.
    func canRelease(_ address: String, accepted: Set<MoveBlock>?) -> Bool {
        guard !address.contains("[") else { return false }
        switch removed {
        case .unknown: return false
        case .plain: return accepted?.contains(.removed) ?? true
        case .withLifecycle: return accepted?.contains(.removedWithLifecycle) ?? true
        }
    }

    func canMove(accepted: Set<MoveBlock>?) -> Bool { moved && accepted?.contains(.moved) ?? true }

    func canImport(accepted: Set<MoveBlock>?) -> Bool {
        imports && accepted?.contains(.import) ?? true
    }
}
