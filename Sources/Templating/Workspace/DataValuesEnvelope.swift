import Starlark
import YAMLTree

/// Data values and the library they are meant for; it remembers whether they got there.
final class DataValuesEnvelope {
    let document: Document
    let isAfterLibraryModule: Bool
    private let originalReferences: [LibraryReference]
    private let references: [LibraryReference]
    private(set) var isUsed = false

    private init(
        _ document: Document, isAfterLibraryModule: Bool, references: [LibraryReference],
        original: [LibraryReference]
    ) {
        self.document = document
        self.isAfterLibraryModule = isAfterLibraryModule
        self.references = references
        originalReferences = original
    }

    /// Addressed by the document's annotations, or by `reference`.
    convenience init(_ document: Document, reference: String = "") throws {
        var references = try LibraryReference.of(document)
        if !reference.isEmpty { references = try LibraryReference.parse(reference) }
        var isAfter = false
        for (name, value) in document.annotation(.dataValues)?.named ?? [] {
            guard name == "after_library_module" else {
                throw TemplateFailure("Unknown kwarg \(name) for annotation data/values")
            }
            isAfter = try Call.bool(value)
            guard !references.isEmpty else {
                throw TemplateFailure(
                    "Annotation data/values: Expected kwarg 'after_library_module' to be used "
                        + "with library/ref annotation")
            }
        }
        self.init(
            document, isAfterLibraryModule: isAfter, references: references, original: references)
    }

    static func plain(_ document: Document) -> DataValuesEnvelope {
        DataValuesEnvelope(document, isAfterLibraryModule: false, references: [], original: [])
    }

    static func empty() -> DataValuesEnvelope { plain(Document(.map(MapNode()))) }

    var isForAnotherLibrary: Bool { !references.isEmpty }

    var description: String {
        "Data Value belonging to library '\(LibraryReference.text(originalReferences))' "
            + "on \(document.position.phrase)"
    }

    /// What arrives in a library: a copy with one step less to go; nil when it goes elsewhere.
    func arriving(in library: LibraryReference) -> DataValuesEnvelope? {
        if let next = references.first, !next.matches(library) { return nil }
        isUsed = true
        return DataValuesEnvelope(
            document.copied(), isAfterLibraryModule: isAfterLibraryModule,
            references: Array(references.dropFirst()), original: originalReferences)
    }
}

/// A schema and the library it is meant for.
final class SchemaEnvelope {
    let document: Document
    private let originalReferences: [LibraryReference]
    private let references: [LibraryReference]
    private(set) var isUsed = false

    private init(
        _ document: Document, references: [LibraryReference], original: [LibraryReference]
    ) {
        self.document = document
        self.references = references
        originalReferences = original
    }

    convenience init(_ document: Document) throws {
        let references = try LibraryReference.of(document)
        self.init(document, references: references, original: references)
    }

    var isForAnotherLibrary: Bool { !references.isEmpty }

    var description: String {
        "Schema belonging to library '\(LibraryReference.text(originalReferences))' "
            + "on \(document.position.phrase)"
    }

    func arriving(in library: LibraryReference) -> SchemaEnvelope? {
        if let next = references.first, !next.matches(library) { return nil }
        isUsed = true
        return SchemaEnvelope(
            document.copied(), references: Array(references.dropFirst()),
            original: originalReferences)
    }
}
