import Starlark
import YAMLTree

/// One step on the way to a library: `@path~alias`.
struct LibraryReference: Equatable {
    var path: String
    var alias: String

    func matches(_ other: LibraryReference) -> Bool {
        if alias.isEmpty { return path == other.path }
        return alias == other.alias && (path.isEmpty || path == other.path)
    }

    var text: String { alias.isEmpty ? path : path + "~" + alias }

    static func text(_ references: [LibraryReference]) -> String {
        "@" + references.map(\.text).joined(separator: "@")
    }

    /// From a document's `@library/ref`; empty without one.
    static func of(_ node: Node) throws -> [LibraryReference] {
        guard let annotation = node.annotation(.libraryRef) else { return [] }
        guard annotation.arguments.count == 1 else {
            throw TemplateFailure(
                "Expected library/ref annotation to have one arg, got \(annotation.arguments.count)"
            )
        }
        let text = try Call.text(annotation.arguments[0]).text
        return try describing("Annotation library/ref") { try parse(text) }
    }

    static func parse(_ text: String) throws(TemplateFailure) -> [LibraryReference] {
        guard !text.isEmpty else { throw TemplateFailure("Expected library ref to not be empty") }
        guard text.hasPrefix("@") else {
            throw TemplateFailure("Expected library ref to start with '@'")
        }
        var result: [LibraryReference] = []
        for piece in text.dropFirst().split(separator: "@", omittingEmptySubsequences: false) {
            let parts = piece.split(separator: "~", omittingEmptySubsequences: false)
            switch parts.count {
            case 1: result.append(LibraryReference(path: String(parts[0]), alias: ""))
            case 2:
                guard !parts[1].isEmpty else {
                    throw TemplateFailure("Expected library alias to not be empty")
                }
                result.append(LibraryReference(path: String(parts[0]), alias: String(parts[1])))
            default:
                throw TemplateFailure(
                    "Expected library ref to have form: '@path', '@~alias', or '@path~alias', "
                        + "got: '\(text)'")
            }
        }
        return result
    }
}
