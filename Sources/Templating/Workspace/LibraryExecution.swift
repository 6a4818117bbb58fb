import Starlark
import YAMLTree

/// Renders one library: schema, then data values, then templates, then overlays.
final class LibraryExecution {
    struct Export {
        let path: String
        let symbols: [String: Value]
    }

    struct Result {
        var files: [OutputFile] = []
        var documents = DocumentSet()
        var exports: [Export] = []
        /// Templates that made files which are not YAML.
        var hasTextTemplates = false
    }

    private let context: LibraryContext
    private let options: RenderingOptions
    private let session: RenderingSession

    init(context: LibraryContext, options: RenderingOptions, session: RenderingSession) {
        self.context = context
        self.options = options
        self.session = session
    }

    // MARK: Schema and data values

    func schema(
        overlays: [SchemaEnvelope]
    ) throws -> (schema: Schema, forLibraries: [SchemaEnvelope]) {
        let loader = TemplateLoader(options: options, session: session)
        let files = try annotatedFiles(.dataValuesSchema, loader)
        return try SchemaPreparation(
            files: files, overlays: overlays, loader: loader, root: context.root
        ).prepare()
    }

    func values(
        overlays: [DataValuesEnvelope], schema: Schema
    ) throws -> (values: DataValuesEnvelope, forLibraries: [DataValuesEnvelope]) {
        let loader = TemplateLoader(options: options, session: session)
        let files = try annotatedFiles(.dataValues, loader)
        let prepared = try DataValuesPreparation(
            files: files, overlays: overlays, schema: schema, loader: loader, root: context.root
        ).prepare()
        if !options.skipsDataValuesValidation { try validate(prepared.values.document) }
        return prepared
    }

    private func validate(_ document: Document) throws {
        do {
            let run = ValidationRun(session: session)
            let problems = try run.validate(document)
            if !problems.isEmpty { throw TemplateFailure(problems) }
        } catch {
            throw TemplateFailure("Validating final data values:\n\(TemplateFailure.text(error))")
        }
    }

    private func annotatedFiles(
        _ name: AnnotationName, _ loader: TemplateLoader
    ) throws -> [LibraryFile] {
        var result: [LibraryFile] = []
        for found in context.current.accessibleFiles()
        where found.file.kind == .yaml && found.file.isTemplate {
            let documents = try loader.plainYAML(found.file)
            guard try DocumentExtraction.has(documents, name) else { continue }
            result.append(found)
            found.file.mark(forOutput: false)
        }
        return LibraryFile.inOrder(result)
    }

    // MARK: Templates

    func evaluate(
        values: DataValuesEnvelope, libraryValues: [DataValuesEnvelope],
        librarySchemas: [SchemaEnvelope]
    ) throws -> Result {
        let loader = TemplateLoader(
            options: options, session: session, values: values, libraryValues: libraryValues,
            librarySchemas: librarySchemas)
        var result = Result()
        var rendered: [(file: LibraryFile, documents: DocumentSet)] = []
        for found in context.current.accessibleFiles() {
            let fileContext = LibraryContext(current: found.library, root: context.root)
            if found.file.isForOutput {
                try render(found, in: fileContext, loader, &result, &rendered)
            } else if found.file.isLibrary {
                try export(found, in: fileContext, loader, &result)
            }
        }
        try checkAllUsed(libraryValues, librarySchemas)
        for (found, documents) in try OverlayApplication(session: session).apply(rendered) {
            result.documents.items += documents.items
            traceResult(found.relativePath) { YAMLPrinter.print(documents.items) }
            result.files.append(
                OutputFile(path: found.relativePath, kind: .yaml) {
                    YAMLPrinter.print(documents.items)
                })
        }
        return result
    }

    private func render(
        _ found: LibraryFile, in context: LibraryContext, _ loader: TemplateLoader,
        _ result: inout Result, _ rendered: inout [(file: LibraryFile, documents: DocumentSet)]
    ) throws {
        switch found.file.kind {
        case .yaml:
            rendered.append((found, try loader.evaluateYAML(found.file, in: context).documents))
        case .text:
            let text = try loader.evaluateText(found.file, in: context).text
            result.hasTextTemplates = true
            traceResult(found.relativePath) { text }
            result.files.append(OutputFile(path: found.relativePath, kind: .text) { text })
        case .starlark, .unknown: throw TemplateFailure("Unknown file type")
        }
    }

    private func traceResult(_ path: String, _ bytes: () -> [UInt8]) {
        session.trace?("### \(path) result\n" + String(decoding: bytes(), as: UTF8.self))
    }

    private func export(
        _ found: LibraryFile, in context: LibraryContext, _ loader: TemplateLoader,
        _ result: inout Result
    ) throws {
        let symbols: [String: Value]
        switch found.file.kind {
        case .yaml: symbols = try loader.evaluateYAML(found.file, in: context).exports
        case .text: symbols = try loader.evaluateText(found.file, in: context).exports
        case .starlark: symbols = try loader.evaluateStarlark(found.file, in: context)
        case .unknown: return
        }
        result.exports.append(Export(path: found.relativePath, symbols: symbols))
    }

    private func checkAllUsed(_ values: [DataValuesEnvelope], _ schemas: [SchemaEnvelope]) throws {
        let unusedValues = values.filter { !$0.isUsed }.map(\.description)
        let unusedSchemas = schemas.filter { !$0.isUsed }.map(\.description)
        guard !unusedValues.isEmpty || !unusedSchemas.isEmpty else { return }
        let kinds = [(unusedValues, "data values"), (unusedSchemas, "schema")]
            .filter { !$0.0.isEmpty }.map(\.1).joined(separator: ", and ")
        throw TemplateFailure(
            "Expected all provided library \(kinds) documents to be used but found unused: "
                + (unusedValues + unusedSchemas).joined(separator: ", "))
    }
}
