/// A fact that may have stayed hidden: no check passes because a privilege was missing.
package enum Observed<Value> {
    case known(Value)
    /// Why it could not be seen, and the statement that would make it known.
    case unknown(reason: String, remedy: String?)

    package var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }
}

extension Observed: Sendable where Value: Sendable {}
extension Observed: Equatable where Value: Equatable {}
