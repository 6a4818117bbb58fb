/// What every value can be asked.
extension Value {
    /// As `type(x)` says.
    package var typeName: String {
        switch self {
        case .none: "NoneType"
        case .bool: "bool"
        case .int, .big: "int"
        case .float: "float"
        case .string: "string"
        case .tuple: "tuple"
        case .list: "list"
        case .dict: "dict"
        case .set: "set"
        case .range: "range"
        case .function: "function"
        case .builtin: "builtin_function_or_method"
        case .object(let object): object.typeName
        case .unset, .cell: "unset"
        }
    }

    /// As `bool(x)` says.
    package var truth: Bool {
        switch self {
        case .none, .unset, .cell: false
        case .bool(let bool): bool
        case .int(let int): int != 0
        case .float(let float): float != 0
        case .big, .function, .builtin: true
        case .string(let string): !string.isEmpty
        case .tuple(let tuple): !tuple.elements.isEmpty
        case .list(let list): !list.storage.isEmpty
        case .dict(let dict): dict.count > 0
        case .set(let set): set.count > 0
        case .range(let range): range.count > 0
        case .object(let object): object.truth
        }
    }

    /// As `len(x)` says; nil for values without a length.
    package var length: Int? {
        switch self {
        case .string(let string): string.count
        case .tuple(let tuple): tuple.count
        case .list(let list): list.storage.count
        case .dict(let dict): dict.count
        case .set(let set): set.count
        case .range(let range): range.count
        case .object(let object): object.length
        default: nil
        }
    }

    package var isCallable: Bool {
        switch self {
        case .function, .builtin: true
        case .object(let object): object.isCallable
        default: false
        }
    }

    /// The value as a number that fits in 32 bits, which is all that positions and counts may be.
    package func smallInt() throws -> Int {
        switch self {
        case .int(let int):
            if Int(Int32(truncatingIfNeeded: int)) != int { throw Failure("\(int) out of range") }
            return int
        case .big(let box): throw Failure("\(box.number) out of range")
        default: throw Failure("got \(typeName), want int")
        }
    }

    /// A number as a floating-point number; nil for what is no number.
    package var asDouble: Double? {
        switch self {
        case .int(let int): Double(int)
        case .float(let float): float
        case .big(let box): box.number.asDouble
        default: nil
        }
    }
}
