/// Names one resource, or one instance of it: `module.pg["eu"].google_sql_user.admin[0]`.
package struct ResourceAddress: Hashable, Sendable, CustomStringConvertible {
    /// What stands in brackets: a number from `count`, a text from `for_each`.
    package enum Key: Hashable, Sendable {
        case index(Int)
        case name(String)
    }

    package struct Step: Hashable, Sendable {
        package let name: String
        package var key: Key?

        package init(name: String, key: Key? = nil) {
            self.name = name
            self.key = key
        }
    }

    /// The modules from the root down.
    package var modules: [Step]
    package var isData = false
    package var type: String
    package var name: String
    package var key: Key?

    package init(
        modules: [Step] = [], isData: Bool = false, type: String, name: String, key: Key? = nil
    ) {
        self.modules = modules
        self.isData = isData
        self.type = type
        self.name = name
        self.key = key
    }

    /// - Returns: nil when the text is not the address of a resource.
    package init?(_ text: String) {
        guard var steps = AddressScanner(text).steps() else { return nil }
        var modules: [Step] = []
        while steps.count > 2, steps[0] == Step(name: "module") {
            modules.append(steps[1])
            steps.removeFirst(2)
        }
        let isData = steps.count == 3 && steps[0] == Step(name: "data")
        if isData { steps.removeFirst() }
        guard steps.count == 2, steps[0].key == nil, steps[0].name != "module" else { return nil }
        self.init(
            modules: modules, isData: isData, type: steps[0].name, name: steps[1].name,
            key: steps[1].key)
    }

    package var description: String {
        modules.map { "module.\($0)." }.joined() + (isData ? "data." : "") + "\(type)."
            + "\(Step(name: name, key: key))"
    }

    /// The same without any key: what stands in the configuration.
    package var withoutKeys: ResourceAddress {
        ResourceAddress(
            modules: modules.map { Step(name: $0.name) }, isData: isData, type: type, name: name)
    }
}

extension ResourceAddress.Step: CustomStringConvertible {
    package var description: String {
        switch key {
        case nil: name
        case .index(let number): "\(name)[\(number)]"
        case .name(let text): "\(name)[\"\(text.escapedForAddress)\"]"
        }
    }
}

extension String {
    /// As it stands between the quotes of an instance key.
    fileprivate var escapedForAddress: String {
        var result = ""
        for character in self {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}

/// Takes an address apart at its dots, which may also stand inside of keys.
private struct AddressScanner {
    private let text: [Character]
    private var position = 0

    init(_ text: String) { self.text = Array(text) }

    func steps() -> [ResourceAddress.Step]? {
        var scanner = self
        var steps: [ResourceAddress.Step] = []
        repeat {
            guard let step = scanner.step() else { return nil }
            steps.append(step)
        } while scanner.take(".")
        return scanner.position == text.count ? steps : nil
    }

    private mutating func step() -> ResourceAddress.Step? {
        var name = ""
        while position < text.count, Self.isNamePart(text[position]) {
            name.append(text[position])
            position += 1
        }
        guard !name.isEmpty else { return nil }
        guard take("[") else { return ResourceAddress.Step(name: name) }
        guard let key = take("\"") ? quoted() : number(), take("]") else { return nil }
        return ResourceAddress.Step(name: name, key: key)
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-"
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < text.count, text[position] == character else { return false }
        position += 1
        return true
    }

    private mutating func number() -> ResourceAddress.Key? {
        let start = position
        while position < text.count, text[position].isNumber { position += 1 }
        return Int(String(text[start..<position])).map { .index($0) }
    }

    private mutating func quoted() -> ResourceAddress.Key? {
        var result = ""
        while position < text.count {
            let character = text[position]
            position += 1
            if character == "\"" { return .name(result) }
            guard character == "\\", position < text.count else {
                result.append(character)
                continue
            }
            result.append(text[position] == "n" ? "\n" : text[position])
            position += 1
        }
        return nil
    }
}
