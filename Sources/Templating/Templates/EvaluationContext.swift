import Starlark
import YAMLTree

/// Where a stretch of a template builds its result: a file's, a function's, a text's.
protocol EvaluationContext: AnyObject {
    func annotate(_ tag: Int, _ name: AnnotationName, _ annotation: NodeAnnotation)
    func setMapItemKey(_ tag: Int, to key: Value) throws
    func startNode(_ tag: Int) throws
    /// Gives the node its value; nil for the one written in the template.
    func setNode(_ tag: Int, to value: Value?) throws
    func replace(with value: Value) throws
    /// The node under way, where nodes are built.
    var openNode: Node? { get }
    /// What was built, for the program.
    func result() -> Value
}
