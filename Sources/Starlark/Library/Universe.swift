/// The names every program knows, and the methods of the language's own types.
enum Universe {
    static func contains(_ name: String) -> Bool { values[name] != nil }

    static func value(_ name: String) -> Value { values[name] ?? .none }

    // Builtins hold nothing but code and never change, so threads may share them.
    private nonisolated(unsafe) static let values: [String: Value] = {
        var values: [String: Value] = [
            "None": .none, "True": .bool(true), "False": .bool(false),
        ]
        for (name, body) in sequenceBuiltins + conversionBuiltins + inspectionBuiltins {
            values[name] = .builtin(name, body)
        }
        return values
    }()

    typealias Builtin = (String, (Interpreter, Arguments) throws -> Value)

    // As above: methods that are not bound hold nothing but code.
    private nonisolated(unsafe) static let stringMethods = table(
        stringTextMethods + stringSearchMethods + stringFormMethods)
    private nonisolated(unsafe) static let listMethods = table(listMethodList)
    private nonisolated(unsafe) static let dictMethods = table(dictMethodList)
    private nonisolated(unsafe) static let setMethods = table(setMethodList)

    typealias MethodEntry = (String, BuiltinFunction.Method)

    private static func table(_ entries: [MethodEntry]) -> MethodTable {
        MethodTable(entries.map { BuiltinFunction(method: $0.0, $0.1) })
    }

    private static func methods(of value: Value) -> MethodTable? {
        switch value {
        case .string: stringMethods
        case .list: listMethods
        case .dict: dictMethods
        case .set: setMethods
        default: nil
        }
    }

    /// Not bound to the value yet.
    static func method(_ name: ByteString, of value: Value) -> BuiltinFunction? {
        methods(of: value)?[name]
    }

    static func methodNames(of value: Value) -> [String] {
        methods(of: value)?.names ?? []
    }

    /// Refuses names where only positions are meant, in older words than most builtins have.
    static func refuseNames(_ arguments: Arguments, _ function: String) throws {
        if !arguments.names.isEmpty {
            throw Failure("\(function) does not accept keyword arguments")
        }
    }
}
