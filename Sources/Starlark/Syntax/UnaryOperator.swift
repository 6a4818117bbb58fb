/// An operator before its one operand.
public enum UnaryOperator: UInt8, Sendable {
    case plus, minus, invert, not

    /// As written in a program and in messages.
    package var symbol: String {
        switch self {
        case .plus: "+"
        case .minus: "-"
        case .invert: "~"
        case .not: "not"
        }
    }
}
