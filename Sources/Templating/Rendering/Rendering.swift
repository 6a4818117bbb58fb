import Starlark
import YAMLTree

/// One invocation: files and data values in, documents and files out.
package struct Rendering {
    package enum Inspection: Sendable { case none, files, values, schema }

    package enum Format: String, Sendable { case yaml, json, position = "pos", sourcemap }

    package var options = RenderingOptions()
    package var values = DataValuesSources()
    package var inspection = Inspection.none
    package var describesAsOpenAPI = false
    /// `path:key=value`
    package var fileMarks: [String] = []
    /// Told what is done on the way, with line breaks, when somebody wants to know.
    package var trace: ((String) -> Void)?

    package init() {}

    package struct Result {
        /// What goes to standard output when nothing is written to files.
        let documents: DocumentSet
        package let files: [OutputFile]
        package let hasTextFiles: Bool

        package func text(_ format: Format) throws -> [UInt8] {
            try Rendering.text(documents, format)
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

    /// Renders, and tells how the node at `path` of the output came about.
    package func explain(
        _ path: String, _ files: [InputFile], warn: @escaping (String) -> Void
    ) throws -> String {
        let path = try OutputPath(path)
        return try BigStack.run {
            let result = try runHere(files, warn, provenance: Provenance())
            return try Explanation(result.documents).text(of: path)
        }
    }

    private func runHere(
        _ files: [InputFile], _ warn: @escaping (String) -> Void, provenance: Provenance? = nil
    ) throws -> Result {
        let files = try FileMarks.apply(fileMarks, to: files)
        let session = RenderingSession(limits: options.limits, warn: warn)
        do {
            return try run(files, session, provenance)
        } catch {
            let place = options.showsCarets ? (error as? TemplateFailure)?.place : nil
            guard let caret = session.caret ?? place?.caret else { throw error }
            throw TemplateFailure(TemplateFailure.text(error) + caret)
        }
    }

    private func run(
        _ files: [InputFile], _ session: RenderingSession, _ provenance: Provenance?
    ) throws -> Result {
        session.provenance = provenance
        session.trace = trace
        defer { session.forgetPrograms() }
        let root = Library(files: files)
        trace?(DebugText.library(root))
        if inspection == .files { return list(root) }
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

    private func list(_ root: Library) -> Result {
        let paths = LibraryFile.inOrder(root.accessibleFiles()).map {
            ArrayItem(.string($0.file.path))
        }
        return Result(
            documents: DocumentSet([Document(.array(ArrayNode(paths)))]), files: [],
            hasTextFiles: false)
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

    private static func text(_ documents: DocumentSet, _ format: Format) throws -> [UInt8] {
        switch format {
        case .yaml: return YAMLPrinter.print(documents.items)
        case .json:
            var text: [UInt8] = []
            for document in documents.items {
                // A number JSON has no form for leaves its document out.
                text += (try? JSONPrinter.print(document.value)) ?? []
            }
            return text
        case .sourcemap: return try SourceMap.text(documents)
        case .position:
            var printer = PositionPrinter()
            var text = ""
            for document in documents.items { text += printer.print(document) }
            return Array(text.utf8)
        }
    }
}
