/// An operator between two operands that are both evaluated.
public enum BinaryOperator: UInt8, Sendable {
    case plus, minus, times, divide, floorDivide, modulo
    case and, or, xor, shiftLeft, shiftRight
    case contained, notContained
    case equal, notEqual, less, greater, lessOrEqual, greaterOrEqual

    /// As written in a program and in messages.
    package var symbol: String {
        switch self {
        case .plus: "+"
        case .minus: "-"
        case .times: "*"
        case .divide: "/"
        case .floorDivide: "//"
        case .modulo: "%"
        case .and: "&"
        case .or: "|"
        case .xor: "^"
        case .shiftLeft: "<<"
        case .shiftRight: ">>"
        case .contained: "in"
        case .notContained: "not in"
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .greater: ">"
        case .lessOrEqual: "<="
        case .greaterOrEqual: ">="
        }
    }

    var isComparison: Bool { rawValue >= BinaryOperator.equal.rawValue }
}
