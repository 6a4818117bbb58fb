/// Hashes, for keys: equal values have equal ones, so a float that is whole hashes as its integer.
extension Value {
    package func hashValue() throws -> Int {
        switch self {
        case .none, .unset, .cell: return 0x51ED_270B
        case .bool(let bool): return bool ? 1 : 2
        case .int(let int): return Self.mix(int)
        case .float(let float): return Self.hash(of: float)
        case .big(let box): return Self.hash(of: box.number)
        case .string(let string): return string.hash
        case .tuple(let tuple): return try Self.hash(of: tuple)
        case .list: throw Failure("unhashable type: list")
        case .dict: throw Failure("unhashable type: dict")
        case .set: throw Failure("unhashable type: set")
        case .range: throw Failure("unhashable: range")
        case .function(let function): return Self.mix(ObjectIdentifier(function).hashValue)
        case .builtin(let builtin): return ByteString.text(builtin.name).hash
        case .object(let object): return try object.hash()
        }
    }

    static func mix(_ number: Int) -> Int {
        let product = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product ^ (product >> 32))
    }

    private static func hash(of float: Double) -> Int {
        if let whole = Int(exactly: float) { return mix(whole) }
        if float.isFinite && float.rounded(.towardZero) == float {
            return hash(of: BigInteger(float))
        }
        return mix(Int(truncatingIfNeeded: float.isNaN ? 0 : float.bitPattern))
    }

    private static func hash(of number: BigInteger) -> Int {
        number.magnitude.reduce(number.isNegative ? 7 : 11) {
            mix($0 ^ Int(truncatingIfNeeded: $1))
        }
    }

    private static func hash(of tuple: TupleValue) throws -> Int {
        var state = 0x345678 &+ tuple.count
        for element in tuple.elements { state = mix(state ^ (try element.hashValue())) }
        return state
    }
}
