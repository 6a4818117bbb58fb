import Starlark
import YAMLTree

/// `@ytt:data`: data values, and the other files.
final class DataModule {
    private let values: Document
    private let context: LibraryContext
    private let provenance: Provenance?
    private var converted: Value?

    init(values: Document, context: LibraryContext, provenance: Provenance?) {
        self.provenance = provenance
        self.values = values
        self.context = context
    }

    func exports() throws -> [String: Value] {
        Builtins.module(
            "data",
            [
                ("values", try valuesValue()),
                ("list", Builtins.function("data.list", list)),
                ("read", Builtins.function("data.read", read)),
            ])
    }

    private func valuesValue() throws -> Value {
        if let converted { return converted }
        let watch = provenance.map { TreeStruct.Watch(provenance: $0) }
        let value = try Conversion.structValue(values.value, watch: watch)
        converted = value
        return value
    }

    private func list(_ call: Call) throws -> Value {
        guard call.arguments.count <= 1 else {
            throw Failure("expected exactly zero or one argument")
        }
        var library = context.current
        var prefix = ""
        if let argument = call.arguments.first {
            let path = try Call.text(argument).text
            library = try folder(path)
            prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
        }
        return .list(library.accessibleFiles().map { .string(prefix + $0.relativePath) })
    }

    private func folder(_ path: String) throws -> Library {
        var path = Substring(path)
        var library = context.current
        if path.hasPrefix("/") {
            library = context.root
            path = path.dropFirst()
        }
        while path.hasSuffix("/") { path = path.dropLast() }
        if path.isEmpty || path == "." { return library }
        return try library.library(String(path))
    }

    private func read(_ call: Call) throws -> Value {
        var path = Substring(try call.text().text)
        var library = context.current
        if path.hasPrefix("/") {
            library = context.root
            path = path.dropFirst()
        }
        let found = try library.file(String(path))
        return .string(ByteString.bytes(try found.file.bytes()))
    }
}
