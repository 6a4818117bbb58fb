import YAMLTree

/// Overlays a library's data values, from the schema's defaults to the last flag, and checks each
/// step against the schema.
struct DataValuesPreparation {
    let files: [LibraryFile]
    let overlays: [DataValuesEnvelope]
    let schema: Schema
    let loader: TemplateLoader
    let root: Library

    func prepare() throws -> (values: DataValuesEnvelope, forLibraries: [DataValuesEnvelope]) {
        do {
            return try overlay()
        } catch {
            var names = files.map(\.file.path)
            if !overlays.isEmpty { names.append("additional data values") }
            throw TemplateFailure(
                "Overlaying data values (in following order: \(names.joined(separator: ", ")))",
                error)
        }
    }

    private func overlay() throws -> (DataValuesEnvelope, [DataValuesEnvelope]) {
        var result: Document?
        var forLibraries: [DataValuesEnvelope] = []
        for envelope in try collect() {
            if envelope.isForAnotherLibrary {
                forLibraries.append(envelope)
                continue
            }
            if let merged = result {
                result = try Overlay(session: loader.session, isExact: true)
                    .merge(envelope.document, over: merged)
            } else {
                result = envelope.document
            }
            if let result { try check(result) }
        }
        return (result.map { .plain($0) } ?? .empty(), forLibraries)
    }

    private func check(_ document: Document) throws {
        let violations = schema.assignAndCheck(document)
        guard violations.isEmpty else {
            throw SchemaProblem("One or more data values were invalid", violations)
        }
    }

    private func collect() throws -> [DataValuesEnvelope] {
        var result: [DataValuesEnvelope] = []
        if let defaults = schema.defaults() { result.append(.plain(defaults)) }
        for found in files {
            let documents = try describing("Templating file '\(found.file.path)'") {
                try valuesDocuments(found)
            }
            result += try documents.map { try DataValuesEnvelope($0) }
        }
        return result + overlays
    }

    private func valuesDocuments(_ found: LibraryFile) throws -> [Document] {
        let context = LibraryContext(current: found.library, root: root)
        let documents = try loader.evaluateYAML(found.file, in: context).documents
        let (values, others) = try DocumentExtraction.split(documents, by: .dataValues)
        guard others.allSatisfy(\.isEmpty) else {
            throw TemplateFailure(
                "Expected data values file '\(found.file.path)' to only have data values documents")
        }
        return values
    }
}
