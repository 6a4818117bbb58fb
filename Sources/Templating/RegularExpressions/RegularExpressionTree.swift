/// A regular expression taken apart.
indirect enum RegularExpressionTree {
    case nothing
    case set(CharacterSet)
    case sequence([RegularExpressionTree])
    case choice([RegularExpressionTree])
    case group(RegularExpressionTree, number: Int)
    /// `most` is nil without an upper bound.
    case repeated(RegularExpressionTree, least: Int, most: Int?, isGreedy: Bool)
    case assertion(Assertion)

    enum Assertion {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String

        init(_ what: String, _ part: String) {
            description = "error parsing regexp: \(what): `\(part)`"
        }
    }
}
