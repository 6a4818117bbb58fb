/// What the functions of one program share while it is being compiled.
final class ProgramParts {
    let file: String
    let globals: [Binding]
    var functions: [FunctionCode] = []
    private(set) var constants: [Value] = []
    var callSites: [CallSite] = []
    var loadSites: [LoadSite] = []
    private(set) var predeclaredNames: [String] = []

    private var stringPlaces: [ByteString: Int32] = [:]
    private var intPlaces: [Int: Int32] = [:]
    private var simplePlaces: [Int: Int32] = [:]
    private var predeclaredPlaces: [String: Int32] = [:]
    private var universalPlaces: [String: Int32] = [:]

    init(file: String, globals: [Binding]) {
        self.file = file
        self.globals = globals
    }

    var globalNames: [String] { globals.map(\.name) }

    /// The operand that stands for a constant.
    func constant(_ value: Value) -> Int32 {
        switch value {
        case .string(let string): return place(of: string, in: &stringPlaces, value)
        case .int(let int): return place(of: int, in: &intPlaces, value)
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
    func universal(_ name: String) -> Int32 {
        place(of: name, in: &universalPlaces, Universe.value(name))
    }

    func predeclared(_ name: String) -> Int32 {
        if let known = predeclaredPlaces[name] { return known }
        let place = Int32(predeclaredNames.count)
        predeclaredNames.append(name)
        predeclaredPlaces[name] = place
        return place
    }
}
