/// `min`, `max` and `sorted`.
extension Universe {
    static func extreme(
        _ name: String, _ operation: BinaryOperator, _ interpreter: Interpreter,
        _ arguments: Arguments
    ) throws -> Value {
        if arguments.positionalCount == 0 {
            throw Failure("\(name) requires at least one positional argument")
        }
        let key = try callable(named: "key", in: arguments, of: name)
        let candidates =
            arguments.positionalCount == 1 ? arguments[0] : .tuple(arguments.positional)
        guard let elements = candidates.elements() else {
            throw Failure("\(name): \(candidates.typeName) value is not iterable")
        }
        guard var best = elements.first else {
            throw Failure("\(name): argument is an empty sequence")
        }
        var bestKey = try key.map { try interpreter.call($0, [best]) } ?? best
        for element in elements.dropFirst() {
            let elementKey = try key.map { try interpreter.call($0, [element]) } ?? element
            if try compare(operation, elementKey, bestKey, "\(name): ") {
                (best, bestKey) = (element, elementKey)
            }
        }
        return best
    }

    private static func compare(
        _ operation: BinaryOperator, _ first: Value, _ second: Value, _ prefix: String
    ) throws -> Bool {
        do { return try Value.compare(operation, first, second) } catch let failure as Failure {
            throw Failure(prefix + failure.message)
        }
    }

    /// The only argument that may be given by name.
    private static func callable(
        named name: String, in arguments: Arguments, of function: String
    ) throws -> Value? {
        let named = Arguments(
            base: arguments.base + arguments.positionalCount, positionalCount: 0,
            names: arguments.names)
        return try callable(named.unpack(["\(name)?"], of: function)[0], name, function)
    }

    private static func callable(
        _ value: Value?, _ name: String, _ function: String
    ) throws -> Value? {
        guard let value else { return nil }
        if value.isCallable { return value }
        throw Failure(
            "\(function): for parameter \(name): got \(value.typeName), want callable")
    }

    static func sorted(_ interpreter: Interpreter, _ arguments: Arguments) throws -> [Value] {
        let given = try arguments.unpack(["iterable", "key?", "reverse?"], of: "sorted")
        guard let sequence = given[0], let elements = sequence.elements() else {
            throw Failure(
                "sorted: for parameter iterable: got \(given[0]?.typeName ?? ""), want iterable")
        }
        let key = try callable(given[1], "key", "sorted")
        let reverse = try bool(given[2], "reverse", "sorted")
        let keys = try key.map { key in try elements.map { try interpreter.call(key, [$0]) } }
        let order = try sortedPlaces(keys ?? elements, reverse: reverse)
        return order.map { elements[$0] }
    }

    private static func bool(_ value: Value?, _ name: String, _ function: String) throws -> Bool {
        guard let value else { return false }
        guard case .bool(let bool) = value else {
            throw Failure("\(function): for parameter \(name): got \(value.typeName), want bool")
        }
        return bool
    }

    /// Equal keys keep their order, also when the order is reversed.
    ///
    /// Values that cannot be compared only make it fail once everything was compared, as they do
    /// not stop the reference from sorting the rest either.
    private static func sortedPlaces(_ keys: [Value], reverse: Bool) throws -> [Int] {
        var failure: (any Error)?
        func isBefore(_ first: Int, _ second: Int) -> Bool {
            do {
                return try reverse
                    ? Value.compare(.less, keys[second], keys[first])
                    : Value.compare(.less, keys[first], keys[second])
            } catch {
                failure = error
                return false
            }
        }
        let order = mergeSorted(Array(keys.indices), isBefore)
        if let failure { throw failure }
        return order
    }

    /// A merge sort, which stays within bounds whatever `isBefore` answers.
    private static func mergeSorted(_ places: [Int], _ isBefore: (Int, Int) -> Bool) -> [Int] {
        var (source, target) = (places, places)
        var width = 1
        while width < places.count {
            for start in stride(from: 0, to: places.count, by: width * 2) {
                let middle = min(start + width, places.count)
                let end = min(start + width * 2, places.count)
                var (left, right) = (start, middle)
                for place in start..<end {
                    let takesRight =
                        right < end && (left >= middle || isBefore(source[right], source[left]))
                    target[place] = takesRight ? source[right] : source[left]
                    if takesRight { right += 1 } else { left += 1 }
                }
            }
            swap(&source, &target)
            width *= 2
        }
        return source
    }
}
