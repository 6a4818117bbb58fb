import YAMLTree

/// Overlays a library's schema documents and makes a schema of the result.
struct SchemaPreparation {
    let files: [LibraryFile]
    let overlays: [SchemaEnvelope]
    let loader: TemplateLoader
    let root: Library

    func prepare() throws -> (schema: Schema, forLibraries: [SchemaEnvelope]) {
        do {
            return try overlay()
        } catch {
            var names = files.map(\.file.path)
            if !overlays.isEmpty { names.append("additional data value schema") }
            throw TemplateFailure(
                "Overlaying data values schema (in following order: "
                    + "\(names.joined(separator: ", ")))", error)
        }
    }

    private func overlay() throws -> (Schema, [SchemaEnvelope]) {
        var document: Document?
        var forLibraries: [SchemaEnvelope] = []
        for envelope in try collect() {
            if envelope.isForAnotherLibrary {
                forLibraries.append(envelope)
            } else if let merged = document {
                document = try Overlay(session: loader.session, isExact: true)
                    .merge(envelope.document, over: merged)
            } else {
                document = envelope.document
            }
        }
        return (try document.map { try Schema($0) } ?? Schema.none, forLibraries)
    }

    private func collect() throws -> [SchemaEnvelope] {
        var result: [SchemaEnvelope] = []
        for found in files {
            let documents = try describing("Templating file '\(found.file.path)'") {
                try schemaDocuments(found)
            }
            result += try documents.map { try SchemaEnvelope($0) }
        }
        return result + overlays
    }

    private func schemaDocuments(_ found: LibraryFile) throws -> [Document] {
        let context = LibraryContext(current: found.library, root: root)
        let documents = try loader.evaluateYAML(found.file, in: context).documents
        let (schemas, others) = try DocumentExtraction.split(documents, by: .dataValuesSchema)
        guard others.allSatisfy(\.isEmpty) else {
            throw TemplateFailure(
                "Expected schema file '\(found.file.path)' to only have schema documents")
        }
        return schemas
    }
}
