package import MigrationCore

/// What the operator wants next, and asks for until it is so.
package enum Goal: Hashable, Sendable {
    case serve(Side)
    case finish
    case abort
}
