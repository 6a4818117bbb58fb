import YAMLTree

/// Reads TOML 1.0 into maps; names come out sorted, as the reference's do.
struct TOMLReader {
    final class Table {
        var values: [String: Content] = [:]
        /// Written in braces: nothing may be added from outside.
        var isClosed = false
    }

    enum Content {
        case table(Table)
        case tables([Table])
        case value(YAMLValue)
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    var scanner: TOMLScanner
    private let root = Table()
    private var depth = 0

    static func read(_ bytes: [UInt8]) throws -> YAMLValue {
        var reader = TOMLReader(scanner: TOMLScanner(bytes))
        return .map(try reader.document())
    }

    private init(scanner: TOMLScanner) { self.scanner = scanner }

    private func problem(_ text: String) -> Problem {
        Problem(description: "toml: line \(scanner.line): \(text)")
    }

    private mutating func document() throws(Problem) -> MapNode {
        var current = root
        while true {
            scanner.skipBlank()
            guard let byte = scanner.next else { return Self.map(root) }
            if byte == UInt8(ascii: "[") {
                current = try header()
            } else {
                try entry(into: current)
            }
            scanner.skipSpaces()
            scanner.skipComment()
            if let byte = scanner.next, byte != 0x0A, byte != 0x0D {
                throw problem(
                    "expected a top-level item to end with a newline, comment, or EOF, "
                        + "but got '\(Unicode.Scalar(byte))' instead")
            }
        }
    }

    private static func map(_ table: Table) -> MapNode {
        let keys = table.values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return MapNode(
            keys.map { key in
                let value: YAMLValue =
                    switch table.values[key] {
                    case .table(let table): .map(map(table))
                    case .tables(let tables):
                        .array(ArrayNode(tables.map { ArrayItem(.map(map($0))) }))
                    case .value(let value): value
                    case nil: .null
                    }
                return MapItem(key: .string(key), value: value)
            })
    }

    // MARK: Tables

    private mutating func header() throws(Problem) -> Table {
        scanner.place += 1
        let isArray = scanner.take("[")
        let path = try keys(until: "]")
        guard scanner.take("]"), !isArray || scanner.take("]") else {
            throw problem("expected ']' to end table name")
        }
        let parent = try table(at: path.dropLast(), from: root)
        let name = path[path.count - 1]
        if isArray {
            let new = Table()
            switch parent.values[name] {
            case nil: parent.values[name] = .tables([new])
            case .tables(let tables): parent.values[name] = .tables(tables + [new])
            default: throw problem("Key '\(path.joined(separator: "."))' has already been defined.")
            }
            return new
        }
        return try table(at: [name], from: parent)
    }

    private func table(at path: some Collection<String>, from start: Table) throws(Problem) -> Table
    {
        var table = start
        for name in path {
            switch table.values[name] {
            case nil:
                let new = Table()
                table.values[name] = .table(new)
                table = new
            case .table(let inner) where !inner.isClosed: table = inner
            case .tables(let tables): table = tables[tables.count - 1]
            default: throw problem("Key '\(name)' has already been defined.")
            }
        }
        return table
    }

    private mutating func keys(until end: Character) throws(Problem) -> [String] {
        var keys: [String] = []
        repeat {
            scanner.skipSpaces()
            keys.append(try key(until: end))
            scanner.skipSpaces()
        } while scanner.take(".")
        return keys
    }

    private mutating func key(until end: Character) throws(Problem) -> String {
        guard let byte = scanner.next else {
            throw problem("unexpected EOF; expected key separator '\(end)'")
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return try scanner.string(allowsLines: false)
        }
        let name = scanner.bareWord()
        guard !name.isEmpty else {
            throw problem("invalid character at start of key: '\(Unicode.Scalar(byte))'")
        }
        return name
    }

    private mutating func entry(into table: Table) throws(Problem) {
        let path = try keys(until: "=")
        guard scanner.take("=") else {
            guard let byte = scanner.next, byte != 0x0A else {
                // The reference counts the line it did not get to finish as not begun.
                throw Problem(
                    description:
                        "toml: line \(scanner.line - 1): unexpected EOF; expected key separator '='"
                )
            }
            throw problem("expected '.' or '=', but got '\(Unicode.Scalar(byte))' instead")
        }
        let target = try self.table(at: path.dropLast(), from: table)
        let name = path[path.count - 1]
        guard target.values[name] == nil else {
            throw problem("Key '\(path.joined(separator: "."))' has already been defined.")
        }
        target.values[name] = try content()
    }

    // MARK: Values

    private mutating func content() throws(Problem) -> Content {
        scanner.skipSpaces()
        depth += 1
        defer { depth -= 1 }
        guard depth <= 200 else { throw problem("values nest too deeply") }
        if scanner.take("{") { return .table(try inlineTable()) }
        if scanner.take("[") { return .value(try array()) }
        return .value(try scanner.scalar())
    }

    private mutating func inlineTable() throws(Problem) -> Table {
        let table = Table()
        scanner.skipSpaces()
        if !scanner.take("}") {
            repeat {
                try entry(into: table)
                scanner.skipSpaces()
            } while scanner.take(",")
            guard scanner.take("}") else {
                throw problem("expected a comma or an inline table terminator '}'")
            }
        }
        table.isClosed = true
        return table
    }

    private mutating func array() throws(Problem) -> YAMLValue {
        var items: [ArrayItem] = []
        while true {
            scanner.skipBlank()
            if scanner.take("]") { return .array(ArrayNode(items)) }
            switch try content() {
            case .table(let table): items.append(ArrayItem(.map(Self.map(table))))
            case .value(let value): items.append(ArrayItem(value))
            case .tables: break
            }
            scanner.skipBlank()
            if !scanner.take(",") {
                guard scanner.take("]") else {
                    throw problem("expected a comma (',') or array terminator (']')")
                }
                return .array(ArrayNode(items))
            }
        }
    }
}
