package import Diagnostics

extension Diagnostic.Code {
    package static let planNotJSON: Self = "plan.not-json"
    package static let planNotAPlan: Self = "plan.not-a-plan"
    package static let planUnknownFormat: Self = "plan.unknown-format"
    package static let planMalformed: Self = "plan.malformed"
    package static let stateMalformed: Self = "state.malformed"
}

/// Reads what decides and complains with the path to it; what it is not asked for may be anything.
///
/// A message names the path and the kind of value, never the value: it may be a secret.
struct JSONReader {
    let value: JSONValue
    /// Such as `resource_changes[3].change`.
    let path: String
    let code: Diagnostic.Code

    init(_ value: JSONValue, path: String = "", code: Diagnostic.Code) {
        self.value = value
        self.path = path
        self.code = code
    }

    func member(_ key: String) -> JSONReader? {
        value[key].map { JSONReader($0, path: path.isEmpty ? key : "\(path).\(key)", code: code) }
    }

    func required(_ key: String) throws(Diagnostic) -> JSONReader {
        guard value.object != nil else { throw wrong("an object") }
        guard let found = member(key) else {
            throw Diagnostic(.error, code, "\(subject) has no `\(key)`")
        }
        return found
    }

    func string() throws(Diagnostic) -> String {
        guard let text = value.string else { throw wrong("a text") }
        return text
    }

    func string(_ key: String) throws(Diagnostic) -> String { try required(key).string() }

    func optionalString(_ key: String) throws(Diagnostic) -> String? {
        guard let found = member(key) else { return nil }
        return try found.string()
    }

    func flag(_ key: String, default standard: Bool) throws(Diagnostic) -> Bool {
        guard let found = member(key) else { return standard }
        guard let value = found.value.bool else { throw found.wrong("true or false") }
        return value
    }

    func elements() throws(Diagnostic) -> [JSONReader] {
        guard let list = value.array else { throw wrong("a list") }
        return list.enumerated().map {
            JSONReader($0.element, path: "\(path)[\($0.offset)]", code: code)
        }
    }

    /// The elements of a list that may be missing.
    func elements(_ key: String) throws(Diagnostic) -> [JSONReader] {
        guard let found = member(key) else { return [] }
        return try found.elements()
    }

    func wrong(_ wanted: String) -> Diagnostic {
        Diagnostic(.error, code, "\(subject) must be \(wanted), and is \(value.kindName)")
    }

    private var subject: String { path.isEmpty ? "the document" : "`\(path)`" }
}

extension JSONValue {
    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
