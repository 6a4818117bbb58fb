import Starlark
import YAMLTree

/// Builds text, piece by piece.
final class TextContext: EvaluationContext {
    private let nodes: TemplateNodes
    private(set) var text: [UInt8] = []

    init(nodes: TemplateNodes) { self.nodes = nodes }

    func annotate(_ tag: Int, _ name: AnnotationName, _ annotation: NodeAnnotation) {}
    func setMapItemKey(_ tag: Int, to key: Value) throws {}
    func startNode(_ tag: Int) throws {}

    func setNode(_ tag: Int, to value: Value?) throws {
        guard let value else {
            if case .text(let text) = nodes.prototype(tag) {
                self.text.append(contentsOf: text.utf8)
            }
            return
        }
        if case .object(let object) = value, object is NoOperation { return }
        guard case .string(let string) = value else {
            let type = Self.typeName(value)
            throw Failure(
                "cannot set non-string value (\(type)), consider using str(...) to convert to string"
            )
        }
        string.withBytes { text.append(contentsOf: $0) }
    }

    private static func typeName(_ value: Value) -> String {
        switch value {
        case .dict: "*orderedmap.Map"
        case .list, .tuple, .set: "[]interface {}"
        case .object(let object) where !(object is Fragment): "*orderedmap.Map"
        default: (try? Conversion.yaml(value)).map { GoTypeName.of($0) } ?? GoTypeName.of(value)
        }
    }

    func replace(with value: Value) throws { throw Failure("unsupported operation") }

    var openNode: Node? { nil }

    func result() -> Value { .string(ByteString.bytes(text)) }
}
