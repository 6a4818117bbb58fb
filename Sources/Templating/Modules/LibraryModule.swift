import Starlark
import YAMLTree

/// `@ytt:library`: other libraries, evaluated from a template.
final class LibraryModule {
    /// What a library module needs of the rendering it stands in.
    struct Surroundings {
        let context: LibraryContext
        let session: RenderingSession
        let options: RenderingOptions
        let values: [DataValuesEnvelope]
        let schemas: [SchemaEnvelope]
    }

    private let surroundings: Surroundings

    init(
        context: LibraryContext, session: RenderingSession, options: RenderingOptions,
        values: [DataValuesEnvelope], schemas: [SchemaEnvelope]
    ) {
        surroundings = Surroundings(
            context: context, session: session, options: options, values: values, schemas: schemas)
    }

    func exports() -> [String: Value] {
        Builtins.module("library", functions: ["get": get])
    }

    private func get(_ call: Call) throws -> Value {
        let path = try call.text().text
        if path.hasPrefix("@") {
            throw Failure("Expected library '\(path)' to be specified without '@'")
        }
        var reference = LibraryReference(path: path, alias: "")
        var options = surroundings.options
        for (name, value) in call.named {
            switch name {
            case "alias": reference.alias = try Call.text(value).text
            case "ignore_unknown_comments": options.ignoresUnknownComments = try Call.bool(value)
            case "implicit_map_key_overrides":
                options.allowsImplicitMapKeyOverrides = try Call.bool(value)
            case "strict": options.isStrict = try Call.bool(value)
            case "dangerous_data_values_disable_validation":
                if try Call.bool(value) { options.skipsDataValuesValidation = true }
            default: throw Failure("Unexpected kwarg '\(name)'")
            }
        }
        let library = try surroundings.context.current.accessibleLibrary(path)
        return LoadedLibrary(
            LibraryExecution(
                context: LibraryContext(current: library, root: library), options: options,
                session: surroundings.session),
            reference: reference,
            surroundings: surroundings
        ).value
    }
}

/// One library with the data values and schemas that were given to it.
final class LoadedLibrary {
    private let execution: LibraryExecution
    private let reference: LibraryReference
    private let surroundings: LibraryModule.Surroundings
    /// Given here, on top of what arrives from around.
    private let givenValues: [DataValuesEnvelope]
    private let givenSchemas: [SchemaEnvelope]

    init(
        _ execution: LibraryExecution, reference: LibraryReference,
        surroundings: LibraryModule.Surroundings, givenValues: [DataValuesEnvelope] = [],
        givenSchemas: [SchemaEnvelope] = []
    ) {
        self.execution = execution
        self.reference = reference
        self.surroundings = surroundings
        self.givenValues = givenValues
        self.givenSchemas = givenSchemas
    }

    var value: Value {
        let names: [(String, (Call) throws -> Value)] = [
            ("with_data_values", withDataValues), ("with_data_values_schema", withSchema),
            ("eval", evaluate), ("export", export), ("data_values", dataValues),
        ]
        return .object(
            ModuleValue(
                "library", names.map { ($0.0, Builtins.function("library.\($0.0)", $0.1)) }))
    }

    private func with(
        values: [DataValuesEnvelope], schemas: [SchemaEnvelope]
    ) -> Value {
        LoadedLibrary(
            execution, reference: reference, surroundings: surroundings, givenValues: values,
            givenSchemas: schemas
        ).value
    }

    // MARK: Giving

    private func withDataValues(_ call: Call) throws -> Value {
        let given = try call.expectExactlyOne()
        var isPlain = false
        for (name, value) in call.named {
            guard name == "plain" else { throw Failure("Unexpected kwarg '\(name)'") }
            isPlain = try Call.bool(value)
        }
        let document = try Self.document(given)
        if isPlain { try PlainMerge.annotate(document) }
        return with(
            values: givenValues + [try DataValuesEnvelope(document)], schemas: givenSchemas)
    }

    private func withSchema(_ call: Call) throws -> Value {
        let document = try Self.document(try call.expectExactlyOne())
        return with(
            values: givenValues, schemas: givenSchemas + [try SchemaEnvelope(document)])
    }

    private static func document(_ value: Value) throws -> Document {
        Document(try Conversion.yaml(value).copied())
    }

    // MARK: Evaluating

    private var name: String { reference.text }

    private struct Prepared {
        let values: DataValuesEnvelope
        let libraryValues: [DataValuesEnvelope]
        let librarySchemas: [SchemaEnvelope]
    }

    /// Schema and data values of the library; those that go further are told apart.
    private func prepare() throws -> Prepared {
        let values = surroundings.values.compactMap { $0.arriving(in: reference) } + givenValues
        let schemas = surroundings.schemas.compactMap { $0.arriving(in: reference) } + givenSchemas
        let (schema, childSchemas) = try execution.schema(
            overlays: schemas.filter { !$0.isForAnotherLibrary })
        let own = values.filter { !$0.isForAnotherLibrary }
        let ordered = own.filter { !$0.isAfterLibraryModule } + own.filter(\.isAfterLibraryModule)
        let (merged, childValues) = try execution.values(overlays: ordered, schema: schema)
        return Prepared(
            values: merged,
            libraryValues: childValues + values.filter(\.isForAnotherLibrary),
            librarySchemas: childSchemas + schemas.filter(\.isForAnotherLibrary))
    }

    private func evaluated() throws -> LibraryExecution.Result {
        let prepared = try prepare()
        return try execution.evaluate(
            values: prepared.values, libraryValues: prepared.libraryValues,
            librarySchemas: prepared.librarySchemas)
    }

    private func evaluate(_ call: Call) throws -> Value {
        try call.expectNone()
        return try describing("Evaluating library '\(name)'") {
            .object(Fragment(content: .documents(try evaluated().documents)))
        }
    }

    private func dataValues(_ call: Call) throws -> Value {
        try call.expectNone()
        return try describing("Exporting from library '\(name)'") {
            try Conversion.structValue(try prepare().values.document.value)
        }
    }

    private func export(_ call: Call) throws -> Value {
        let symbol = try call.text().text
        var wantedPath = ""
        for (name, value) in call.named {
            guard name == "path" else { throw Failure("Unexpected kwarg '\(name)'") }
            wantedPath = try Call.text(value).text
        }
        return try describing("Exporting from library '\(name)'") {
            if symbol.hasPrefix("_") {
                throw Failure("Symbols starting with '_' are private, and cannot be exported")
            }
            let found = try evaluated().exports.filter { export in
                (wantedPath.isEmpty || export.path == wantedPath) && export.symbols[symbol] != nil
            }
            guard let first = found.first, let value = first.symbols[symbol] else {
                throw TemplateFailure(
                    "Expected to find exported symbol '\(symbol)', but did not")
            }
            guard found.count == 1 else {
                let paths = found.map(\.path).joined(separator: ", ")
                throw TemplateFailure(
                    "Expected to find exported symbol '\(symbol)', but found multiple across "
                        + "files: \(paths)")
            }
            return value
        }
    }
}
