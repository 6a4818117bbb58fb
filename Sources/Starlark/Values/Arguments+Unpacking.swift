/// Reading arguments the way builtins do, with the messages programs know.
extension Arguments {
    /// Refuses names, and any number of arguments outside `counts`.
    package func requirePositional(_ counts: ClosedRange<Int>, of function: String) throws {
        if !names.isEmpty { throw Failure("\(function): unexpected keyword arguments") }
        let (least, most) = (counts.lowerBound, counts.upperBound)
        if positionalCount < least {
            let word = least < most ? "at least " : ""
            throw Failure("\(function): got \(positionalCount) arguments, want \(word)\(least)")
        }
        if positionalCount > most {
            let word = most > least ? "at most " : ""
            throw Failure("\(function): got \(positionalCount) arguments, want \(word)\(most)")
        }
    }

    /// One value for each of `parameters`, given by position or name; a name that ends with `?`
    /// may be left out.
    package func unpack(_ parameters: [String], of function: String) throws -> [Value?] {
        if positionalCount > parameters.count {
            throw Failure(
                "\(function): got \(positionalCount) arguments, want at most \(parameters.count)")
        }
        var values: [Value?] =
            positional + Array(repeating: nil, count: parameters.count - positionalCount)
        let plain = parameters.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
        for (name, value) in named {
            guard let place = plain.firstIndex(of: name.text) else {
                throw Failure("\(function): unexpected keyword argument \(Printer.quoted(name))")
            }
            if values[place] != nil {
                throw Failure(
                    "\(function): got multiple values for keyword argument \(Printer.quoted(name))")
            }
            values[place] = value
        }
        for (place, parameter) in parameters.enumerated().dropFirst(positionalCount) {
            if parameter.hasSuffix("?") { break }
            if values[place] == nil {
                throw Failure("\(function): missing argument for \(parameter)")
            }
        }
        return values
    }
}

/// Typed access to one positional argument; nil when it was not given.
extension Arguments {
    package func string(_ position: Int, of function: String) throws -> ByteString? {
        guard position < positionalCount else { return nil }
        return try Self.string(base[position]) {
            "\(function): for parameter \(position + 1): \($0)"
        }
    }

    package func int(_ position: Int, of function: String) throws -> Int? {
        guard position < positionalCount else { return nil }
        return try Self.int(base[position]) { "\(function): for parameter \(position + 1): \($0)" }
    }

    package func bool(_ position: Int, of function: String) throws -> Bool? {
        guard position < positionalCount else { return nil }
        guard case .bool(let bool) = base[position] else {
            throw Failure(
                "\(function): for parameter \(position + 1): got \(base[position].typeName), want bool"
            )
        }
        return bool
    }

    package func iterable(_ position: Int, of function: String) throws -> Value? {
        guard position < positionalCount else { return nil }
        guard base[position].isIterable else {
            throw Failure(
                "\(function): for parameter \(position + 1): got \(base[position].typeName), want iterable"
            )
        }
        return base[position]
    }

    package static func string(_ value: Value, _ wording: (String) -> String) throws -> ByteString {
        guard case .string(let string) = value else {
            throw Failure(wording("got \(value.typeName), want string"))
        }
        return string
    }

    package static func int(_ value: Value, _ wording: (String) -> String) throws -> Int {
        do { return try value.smallInt() } catch let failure as Failure {
            throw Failure(wording(failure.message))
        }
    }
}
