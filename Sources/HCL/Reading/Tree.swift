/// A file of HCL's native syntax, with every byte of it.
///
/// Nodes name the tokens they are made of; what no node names (line ends between items) belongs
/// to the body around it. Printing walks the tree and gives the bytes that were read.
package struct Document: Sendable {
    package let bytes: [UInt8]
    package let tokens: [Token]
    package let body: Body

    /// A file without anything in it.
    package static let empty = Document(
        bytes: [], tokens: [Token(kind: .end, trivia: 0..<0, range: 0..<0)],
        body: Body(items: [], tokens: 0..<0))

    /// The text of some tokens, without the trivia in front of the first.
    package func text(_ range: Range<Int>) -> String {
        guard let bytes = byteRange(range) else { return "" }
        return String(decoding: self.bytes[bytes], as: UTF8.self)
    }

    /// From the first token's first byte to the last one's end; nil for no tokens.
    package func byteRange(_ range: Range<Int>) -> Range<Int>? {
        guard let first = range.first, let last = range.last else { return nil }
        return tokens[first].range.lowerBound..<tokens[last].range.upperBound
    }
}

/// What stands at the top of a file or between a block's braces.
package struct Body: Hashable, Sendable {
    package let items: [Item]
    package let tokens: Range<Int>

    package var attributes: [Attribute] {
        items.compactMap { if case .attribute(let attribute) = $0 { attribute } else { nil } }
    }
    package var blocks: [Block] {
        items.compactMap { if case .block(let block) = $0 { block } else { nil } }
    }

    package subscript(name: String) -> Attribute? { attributes.first { $0.name == name } }
}

package enum Item: Hashable, Sendable {
    case attribute(Attribute)
    case block(Block)

    /// With the line end behind it, unless the file or a one-line block ends there.
    package var tokens: Range<Int> {
        switch self {
        case .attribute(let attribute): attribute.tokens
        case .block(let block): block.tokens
        }
    }
}

/// `name = expression`.
package struct Attribute: Hashable, Sendable {
    package let name: String
    package let value: Expression
    package let tokens: Range<Int>
}

/// `type "label" { … }`.
package struct Block: Hashable, Sendable {
    package let type: String
    /// As they mean, without quotes and escapes.
    package let labels: [String]
    package let body: Body
    package let openBrace: Int
    package let closeBrace: Int
    package let tokens: Range<Int>
}

/// A value, as far as it can be told without evaluating.
package struct Expression: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case number(String)
        case boolean(Bool)
        case null
        /// Between quotes or as a heredoc.
        case template([TemplatePart])
        case variable(String)
        case attribute(of: Expression, name: String)
        case index(of: Expression, key: Expression)
        /// `.*` or `[*]`.
        case splat(of: Expression)
        case call(name: String, arguments: [Expression])
        case tuple([Expression])
        case object([ObjectItem])
        /// `[for …]` or `{for …}` with the expressions in it, in order, and the names it binds.
        case each(names: [String], parts: [Expression])
        case unary(Expression)
        case binary(Expression, Expression)
        case conditional(Expression, Expression, Expression)
        case parenthesised(Expression)
    }

    package let kind: Kind
    package let tokens: Range<Int>
}

package struct ObjectItem: Hashable, Sendable {
    package let key: Expression
    package let value: Expression
}

package enum TemplatePart: Hashable, Sendable {
    /// A text token, escapes and all.
    case text(token: Int)
    case interpolation(Expression)
    /// `if`, `else`, `endif`, `for`, `endfor`, and the expression it has.
    case directive(String, Expression?)

    var expression: Expression? {
        switch self {
        case .text: nil
        case .interpolation(let expression): expression
        case .directive(_, let expression): expression
        }
    }
}

extension Expression {
    package var children: [Expression] {
        switch kind {
        case .number, .boolean, .null, .variable: []
        case .template(let parts): parts.compactMap(\.expression)
        case .attribute(let base, _), .splat(let base): [base]
        case .index(let base, let key): [base, key]
        case .call(_, let arguments): arguments
        case .tuple(let elements): elements
        case .object(let items): items.flatMap { [$0.key, $0.value] }
        case .each(_, let parts): parts
        case .unary(let operand), .parenthesised(let operand): [operand]
        case .binary(let left, let right): [left, right]
        case .conditional(let condition, let yes, let no): [condition, yes, no]
        }
    }
}
