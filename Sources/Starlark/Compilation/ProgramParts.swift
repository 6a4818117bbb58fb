/// What the functions of one program share while it is being compiled.
final class ProgramParts {
    let file: String
    let globals: [Binding]
    var functions: [FunctionCode] = []
    // None of these is lent to other code; asking the runtime at every access would take longer
    // than the access.
    @exclusivity(unchecked) private(set) var constants: [Value] = []
    var callSites: [CallSite] = []
    var loadSites: [LoadSite] = []
    private(set) var predeclaredNames: [String] = []

    @exclusivity(unchecked) private var simplePlaces: [Int: Int32] = [:]
    @exclusivity(unchecked) private var predeclaredPlaces: [ByteString: Int32] = [:]
    @exclusivity(unchecked) private var universalPlaces: [ByteString: Int32] = [:]

    init(file: String, globals: [Binding]) {
        self.file = file
        self.globals = globals
    }

    var globalNames: [String] { globals.map(\.name) }

    /// The operand that stands for a constant. Looking for an equal one would take longer than
    /// what keeping it twice costs.
    func constant(_ value: Value) -> Int32 {
        switch value {
        case .none: return place(of: 0, in: &simplePlaces, value)
        case .bool(let bool): return place(of: bool ? 1 : 2, in: &simplePlaces, value)
        case .unset: return place(of: 3, in: &simplePlaces, value)
        default:
            constants.append(value)
            return -Int32(constants.count)
        }
    }

    private func place<Key: Hashable>(
        of key: Key, in places: inout [Key: Int32], _ value: Value
    ) -> Int32 {
        if let known = places[key] { return known }
        constants.append(value)
        places[key] = -Int32(constants.count)
        return -Int32(constants.count)
    }

    /// The operand that stands for a value every program knows.
    func universal(_ name: ByteString) -> Int32 {
        if let known = universalPlaces[name] { return known }
        return place(of: name, in: &universalPlaces, Universe.value(name.text))
    }

    func predeclared(_ name: ByteString) -> Int32 {
        if let known = predeclaredPlaces[name] { return known }
        let place = Int32(predeclaredNames.count)
        predeclaredNames.append(name.text)
        predeclaredPlaces[name] = place
        return place
    }
}
