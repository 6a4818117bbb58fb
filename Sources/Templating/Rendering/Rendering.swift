import Starlark
import YAMLTree

/// One invocation: files and data values in, documents and files out.
package struct Rendering {
    package enum Inspection: Sendable { case none, values, schema }

    package enum Format: String, Sendable { case yaml, json, position = "pos" }

    package var options = RenderingOptions()
    package var values = DataValuesSources()
    package var inspection = Inspection.none
    package var describesAsOpenAPI = false

    package init() {}

    package struct Result {
        /// What goes to standard output when nothing is written to files.
        let documents: DocumentSet
        package let files: [OutputFile]
        package let hasTextFiles: Bool

        package func text(_ format: Format) -> [UInt8] {
            Rendering.text(documents, format)
        }
    }

    /// Runs `body` where trees of any depth can be walked and freed.
    package static func withRoom<Answer>(_ body: () throws -> Answer) throws -> Answer {
        try BigStack.run(body)
    }

    /// - Parameter warn: receives what templates print, and warnings.
    package func run(_ files: [InputFile], warn: @escaping (String) -> Void) throws -> Result {
        try BigStack.run { try runHere(files, warn) }
    }

    private func runHere(_ files: [InputFile], _ warn: @escaping (String) -> Void) throws -> Result
    {
        let session = RenderingSession(limits: options.limits, warn: warn)
        let root = Library(files: files)
        let execution = LibraryExecution(
            context: LibraryContext(current: root, root: root), options: options, session: session)
        let given = try values.envelopes(isStrict: options.isStrict)
        let (schema, librarySchemas) = try execution.schema(overlays: [])
        if inspection == .schema { return try describe(schema) }
        let (values, libraryValues) = try execution.values(overlays: given, schema: schema)
        if inspection == .values {
            return Result(
                documents: DocumentSet([values.document]), files: [], hasTextFiles: false)
        }
        let result = try execution.evaluate(
            values: values, libraryValues: libraryValues, librarySchemas: librarySchemas)
        return Result(
            documents: result.documents, files: result.files, hasTextFiles: result.hasTextTemplates)
    }

    private func describe(_ schema: Schema) throws -> Result {
        guard describesAsOpenAPI else {
            throw TemplateFailure(
                "Data values schema export only supported in OpenAPI v3 format; "
                    + "specify format with --output=openapi-v3 flag")
        }
        return Result(
            documents: DocumentSet([try OpenAPI.document(schema)]), files: [], hasTextFiles: false)
    }

    private static func text(_ documents: DocumentSet, _ format: Format) -> [UInt8] {
        switch format {
        case .yaml: return YAMLPrinter.print(documents.items)
        case .json:
            var text: [UInt8] = []
            for document in documents.items {
                // A number JSON has no form for leaves its document out.
                text += (try? JSONPrinter.print(document.value)) ?? []
            }
            return text
        case .position:
            var printer = PositionPrinter()
            var text = ""
            for document in documents.items { text += printer.print(document) }
            return Array(text.utf8)
        }
    }
}
