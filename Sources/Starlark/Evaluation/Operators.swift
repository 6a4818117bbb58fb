/// What operators do with values, apart from arithmetic.
enum Operators {
    static func unary(_ operation: UnaryOperator, _ value: Value) throws -> Value {
        switch (operation, value) {
        case (.not, _): return .bool(!value.truth)
        case (.plus, .int), (.plus, .big), (.plus, .float): return value
        case (.minus, .int(let int)):
            let (result, overflow) = 0.subtractingReportingOverflow(int)
            return overflow ? .integer(-BigInteger(int)) : .int(result)
        case (.minus, .big): return .integer(-BigInteger(value))
        case (.minus, .float(let float)): return .float(-float)
        case (.invert, .int(let int)): return .int(~int)
        case (.invert, .big): return .integer(~BigInteger(value))
        case (_, .object(let object)):
            if let result = try object.apply(operation) { return result }
        default: break
        }
        throw Failure("unknown unary op: \(operation.symbol) \(value.typeName)")
    }

    // MARK: Membership

    static func contains(_ container: Value, _ element: Value) throws -> Bool {
        switch container {
        case .list(let list): return try list.storage.contains { try Value.areEqual($0, element) }
        case .tuple(let tuple):
            return try tuple.elements.contains { try Value.areEqual($0, element) }
        // A key that cannot be one is not there.
        case .dict(let dict): return ((try? dict.find(element)) ?? nil) != nil
        case .set(let set): return try set.contains(element)
        case .string(let string):
            guard case .string(let part) = element else {
                throw Failure(
                    "'in <string>' requires string as left operand, not \(element.typeName)")
            }
            return string.firstPlace(of: part) != nil
        case .range(let range): return try contains(range, element)
        case .object(let object):
            if object.isMapping { return ((try? object.lookUp(element)) ?? nil) != nil }
        default: break
        }
        return try applyHost(.contained, element, container).truth
    }

    private static func contains(_ range: RangeValue, _ element: Value) throws -> Bool {
        let number: BigInteger
        do { number = try wholeNumber(element) } catch {
            throw Failure(
                "'in <range>' requires integer as left operand, not \(element.typeName)")
        }
        guard let small = Int(exactly: number), Int32(exactly: small) != nil else { return false }
        return range.contains(small)
    }

    /// A number without its fraction.
    static func wholeNumber(_ value: Value) throws -> BigInteger {
        switch value {
        case .int, .big: return BigInteger(value)
        case .float(let float):
            if float.isInfinite { throw Failure("cannot convert float infinity to integer") }
            if float.isNaN { throw Failure("cannot convert float NaN to integer") }
            return BigInteger(float)
        default: throw Failure("cannot convert \(value.typeName) to int")
        }
    }

    /// Lets the operands decide that a host defines; the left one first.
    static func applyHost(
        _ operation: BinaryOperator, _ first: Value, _ second: Value
    ) throws -> Value {
        if case .object(let object) = first,
            let result = try object.apply(operation, to: second, side: .left)
        {
            return result
        }
        if case .object(let object) = second,
            let result = try object.apply(operation, to: first, side: .right)
        {
            return result
        }
        throw Failure(
            "unknown binary op: \(first.typeName) \(operation.symbol) \(second.typeName)")
    }

    // MARK: Attributes

    static func attribute(_ object: Value, _ name: Value) throws -> Value {
        guard case .string(let name) = name else { return .none }
        if let found = try attribute(object, named: name) { return found }
        throw missing("\(object.typeName) has no .\(name.text) field or method", name, object)
    }

    /// Nil when there is none.
    static func attribute(_ object: Value, named name: ByteString) throws -> Value? {
        if let method = Universe.method(name, of: object) {
            return .builtin(method.bound(to: object))
        }
        guard case .object(let host) = object, host.hasAttributes else { return nil }
        do { return try host.attribute(name) } catch let error as NoSuchAttribute {
            throw missing(error.message, name, object)
        }
    }

    private static func missing(_ message: String, _ name: ByteString, _ object: Value) -> Failure {
        let known = object.attributeNames
        let hint = Spelling.nearest(to: name.text, among: known)
        var failure = Failure(message + (hint.map { " (did you mean .\($0)?)" } ?? ""))
        failure.known = known
        return failure
    }

    static func setAttribute(_ object: Value, _ name: Value, _ value: Value) throws {
        guard case .string(let name) = name else { return }
        if case .object(let host) = object {
            do {
                if try host.setAttribute(name, to: value) { return }
            } catch let error as NoSuchAttribute {
                throw missing(error.message, name, object)
            }
        }
        throw Failure("can't assign to .\(name.text) field of \(object.typeName)")
    }
}

extension Value {
    /// As `dir(x)` lists them, though a host may order them otherwise.
    package var attributeNames: [String] {
        switch self {
        case .object(let object): object.hasAttributes ? object.attributeNames : []
        default: Universe.methodNames(of: self)
        }
    }
}
