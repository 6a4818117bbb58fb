/// One call under way. What is called is kept alive by whoever calls it.
struct FrameRecord {
    enum Callee {
        case code(Unmanaged<FunctionCode>)
        case builtin(Unmanaged<BuiltinFunction>)
        case host(Unmanaged<HostObject>)
    }

    let callee: Callee
    /// The instruction under way, as of the last call it made; below zero before the first.
    var index: Int32 = -1

    var described: EvaluationError.Frame {
        switch callee {
        case .code(let code):
            let code = code.takeUnretainedValue()
            let position = index < 0 ? code.entryPosition : code.position(at: Int(index))
            return EvaluationError.Frame(name: code.name, file: code.file, position: position)
        case .builtin(let builtin):
            let name = builtin.takeUnretainedValue().name
            return EvaluationError.Frame(name: name, file: "<builtin>", position: .none)
        case .host(let object):
            let name = object.takeUnretainedValue().callableName
            return EvaluationError.Frame(name: name, file: "<builtin>", position: .none)
        }
    }
}
