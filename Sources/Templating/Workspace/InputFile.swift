import YAMLTree

/// One file handed to rendering: a path, its bytes, and what marks say about it.
package final class InputFile {
    package enum Kind: Equatable, Sendable {
        case unknown, yaml, text, starlark
    }

    /// The path it was found under.
    package let originalPath: String
    private let load: () throws -> [UInt8]
    private var loaded: [UInt8]?
    private var markedPath: String?
    private var markedKind: Kind?
    private var markedTemplate: Bool?
    private var markedForOutput: Bool?
    /// Lowest comes first, where order matters.
    package var order = 0
    /// What reading it as YAML gave, so that it is read once.
    var parsed: DocumentSet?

    package init(path: String, _ load: @escaping () throws -> [UInt8]) {
        originalPath = path
        self.load = load
    }

    package var path: String { markedPath ?? originalPath }

    package func mark(path: String) { markedPath = path }
    package func mark(kind: Kind, template: Bool) {
        markedKind = kind
        markedTemplate = template
    }
    package func mark(forOutput: Bool) { markedForOutput = forOutput }

    package func bytes() throws -> [UInt8] {
        if let loaded { return loaded }
        let bytes = try load()
        loaded = bytes
        return bytes
    }

    var baseName: Substring { path.split(separator: "/").last ?? "" }

    package var kind: Kind {
        if let markedKind { return markedKind }
        let name = baseName
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
        if name.hasSuffix(".star") { return .starlark }
        return name.hasSuffix(".txt") ? .text : .unknown
    }

    package var isYAML: Bool { kind == .yaml }

    package var isTemplate: Bool { markedTemplate ?? isTemplateByName }

    package var isForOutput: Bool {
        if let markedForOutput { return markedForOutput }
        return markedTemplate == true || isTemplateByName
    }

    /// `a.lib.yml` and code, which others load.
    package var isLibrary: Bool {
        let pieces = baseName.split(separator: ".", omittingEmptySubsequences: false)
        if pieces.count > 2, pieces[pieces.count - 2] == "lib" { return true }
        return kind == .starlark || baseName.hasSuffix(".star")
    }

    private var isTemplateByName: Bool { !isLibrary && (kind == .yaml || kind == .text) }
}
