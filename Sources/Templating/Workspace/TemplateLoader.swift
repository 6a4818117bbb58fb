import Starlark
import YAMLTree

/// Evaluates the files of one library with one set of data values.
final class TemplateLoader {
    let options: RenderingOptions
    let session: RenderingSession
    private let values: DataValuesEnvelope
    private let libraryValues: [DataValuesEnvelope]
    private let librarySchemas: [SchemaEnvelope]
    private var templates: [String: CompiledTemplate] = [:]
    private var loadedExports: [LoadKey: [String: Value]] = [:]
    private var loading: [LoadKey] = []

    private struct LoadKey: Hashable {
        let file: ObjectIdentifier
        let library: ObjectIdentifier
        let root: ObjectIdentifier
    }

    init(
        options: RenderingOptions, session: RenderingSession,
        values: DataValuesEnvelope = .empty(), libraryValues: [DataValuesEnvelope] = [],
        librarySchemas: [SchemaEnvelope] = []
    ) {
        self.options = options
        self.session = session
        self.values = values
        self.libraryValues = libraryValues
        self.librarySchemas = librarySchemas
    }

    // MARK: Evaluating

    /// The file as it stands; the same object each time.
    func plainYAML(_ file: InputFile) throws -> DocumentSet {
        if let parsed = file.parsed { return parsed }
        session.trace?("## file \(file.path)\n")
        let reader = YAMLReader(
            withoutComments: !file.isTemplate && !file.isLibrary, isStrict: options.isStrict)
        let bytes = try file.bytes()
        do {
            let documents = try reader.read(bytes, name: file.path)
            file.parsed = documents
            return documents
        } catch {
            throw TemplateFailure(
                "Unmarshaling YAML template '\(file.path)'", error,
                at: .init(error, in: SourceFile(name: file.path, bytes: bytes)))
        }
    }

    func evaluateYAML(
        _ file: InputFile, in context: LibraryContext
    ) throws -> (exports: [String: Value], documents: DocumentSet) {
        let documents = try plainYAML(file)
        session.trace?("### ast \(file.path)\n" + DebugText.tree(documents))
        guard file.isTemplate || file.isLibrary, CommentMeaning.hasTemplating(documents) else {
            let copy = documents.copied()
            copy.keepLastOfEachKey()
            return ([:], copy)
        }
        let template = try describing("Compiling YAML template '\(file.path)'") {
            try YAMLTemplateCompiler.compile(
                documents, name: file.path,
                options: .init(
                    ignoresUnknownComments: options.ignoresUnknownComments, note: noteAnnotation),
                identifier: session.nextTemplateIdentifier())
        }
        let (run, exports) = try evaluate(template, in: context)
        let result = (run.rootContext as? YAMLContext)?.root as? DocumentSet ?? DocumentSet()
        return (exports, result)
    }

    /// More than the reference says, as carets are.
    private var noteAnnotation: ((AnnotationName, YAMLTree.Position) -> Void)? {
        guard options.showsCarets else { return nil }
        return { [session] name, position in
            if let warning = name.warning(at: position) { session.warnOnce(warning) }
        }
    }

    func evaluateText(
        _ file: InputFile, in context: LibraryContext
    ) throws -> (exports: [String: Value], text: [UInt8]) {
        let bytes = try file.bytes()
        session.trace?("## file \(file.path)\n")
        guard file.isTemplate || file.isLibrary else { return ([:], bytes) }
        let pieces = try describing("Parsing text template '\(file.path)'") {
            try Self.pieces(bytes, file.path)
        }
        let template = TextTemplateCompiler.compile(
            pieces, name: file.path, identifier: session.nextTemplateIdentifier())
        let (run, exports) = try describing("Evaluating text template") {
            try evaluate(template, in: context)
        }
        return (exports, (run.rootContext as? TextContext)?.text ?? [])
    }

    private static func pieces(
        _ bytes: [UInt8], _ name: String
    ) throws(TemplateFailure) -> [TextTemplateParser.Piece] {
        do {
            return try TextTemplateParser.parse(
                bytes, position: .unknown(in: SourceFile(name: name)))
        } catch {
            throw TemplateFailure(
                error.description, at: .init(error, in: SourceFile(name: name, bytes: bytes)))
        }
    }

    func evaluateStarlark(
        _ file: InputFile, in context: LibraryContext
    ) throws -> [String: Value] {
        session.trace?("## file \(file.path)\n")
        let template = CompiledTemplate.starlark(
            try file.bytes(), name: file.path, identifier: session.nextTemplateIdentifier())
        return try describing("Evaluating starlark template") {
            try evaluate(template, in: context).exports
        }
    }

    private func evaluate(
        _ template: CompiledTemplate, in context: LibraryContext
    ) throws -> (run: TemplateRun, exports: [String: Value]) {
        templates[template.name] = template
        session.trace?("### template \(template.name)\n" + DebugText.program(template))
        let run = TemplateRun(
            template, allowsOverrides: options.allowsImplicitMapKeyOverrides)
        if let provenance = session.provenance {
            run.watch = { [self] node, interpreter in
                provenance.noteMade(node, lines(interpreter.callStack))
            }
        }
        session.runs.append(run)
        defer { session.runs.removeLast() }
        let modules = modules(for: run, in: context)
        let interpreter = Interpreter(limits: session.limits) { [self] _, module in
            do {
                return try exports(of: module, modules: modules, in: context)
            } catch {
                throw Failure(TemplateFailure.text(error))
            }
        }
        if options.forgetsPrograms { session.interpreters.append(interpreter) }
        interpreter.printLine = { [session] line in session.warn(line.text) }
        do {
            return (run, try run.evaluate(interpreter))
        } catch {
            let text = TemplateErrorText { [self] in templates[$0] }
            if options.showsCarets, session.caret == nil {
                session.caret =
                    (text.caret(error) ?? "")
                    + (text.hint(error).map { "\n    hint: \($0)" } ?? "")
            }
            throw TemplateFailure(text.text(error))
        }
    }

    /// The template lines that calls under way stand on, innermost first.
    private func lines(_ calls: [EvaluationError.Frame]) -> [NodeOrigin.Line] {
        calls.reversed().compactMap { call in
            guard let template = templates[call.file] else { return nil }
            let number = Int(call.position.line)
            let source =
                template.line(number)?.source ?? template.closestSource(to: number, step: -1)
            return source.map { NodeOrigin.Line(position: $0.position, function: call.name) }
        }
    }

    // MARK: Loading

    private func modules(for run: TemplateRun, in context: LibraryContext) -> StandardModules {
        StandardModules(
            session: session, run: run,
            data: DataModule(
                values: values.document, context: context, provenance: session.provenance),
            library: LibraryModule(
                context: context, session: session, options: options,
                values: libraryValues, schemas: librarySchemas))
    }

    private func exports(
        of module: String, modules: StandardModules, in context: LibraryContext
    ) throws -> [String: Value] {
        var context = context
        var path = Substring(module)
        if module.hasPrefix("@") {
            guard let colon = module.firstIndex(of: ":") else {
                throw TemplateFailure(
                    "Expected library path to be in format '@name:path' "
                        + "e.g. '@github.com/vmware-tanzu/test:test.star' or '@ytt:base64'")
            }
            let library = String(module[module.index(after: module.startIndex)..<colon])
            path = module[module.index(after: colon)...]
            if library == "ytt" { return try modules.find(String(path)) }
            let found = try context.current.accessibleLibrary(library)
            context = LibraryContext(current: found, root: found)
        }
        let folder = path.hasPrefix("/") ? context.root : context.current
        if path.hasPrefix("/") { path = path.dropFirst() }
        let found = try folder.file(String(path))
        context.current = found.library
        return try exports(of: found.file, in: context)
    }

    private func exports(
        of file: InputFile, in context: LibraryContext
    ) throws -> [String: Value] {
        guard file.isLibrary else {
            throw TemplateFailure(
                "Expected file '\(file.path)' to be a library file, but was not "
                    + "(hint: library filename must end with '.lib.yml' or '.star'; "
                    + "use data.read(...) for loading non-templated file contents)")
        }
        let key = LoadKey(
            file: ObjectIdentifier(file), library: ObjectIdentifier(context.current),
            root: ObjectIdentifier(context.root))
        if let known = loadedExports[key] { return known }
        guard !loading.contains(key) else { throw TemplateFailure("cycle in load graph") }
        loading.append(key)
        defer { loading.removeLast() }
        let exports: [String: Value]
        switch file.kind {
        case .yaml: exports = try evaluateYAML(file, in: context).exports
        case .text: exports = try evaluateText(file, in: context).exports
        case .starlark: exports = try evaluateStarlark(file, in: context)
        case .unknown: throw TemplateFailure("File '\(file.path)' type is not a known")
        }
        loadedExports[key] = exports
        return exports
    }
}
