/// The `[databases]` lines that a pooler includes: who leads where.
///
/// Everything but the address of the entries that move stays as it was, comments and spacing of
/// other lines too.
package struct PgBouncerFile: Hashable, Sendable {
    private var lines: [Line]

    private enum Line: Hashable {
        case other(String)
        case entry(Entry)
    }

    /// `app = host=10.0.0.5 port=5432 dbname=app`
    package struct Entry: Hashable, Sendable {
        package let name: String
        fileprivate var settings: [(key: String, value: String)]
        /// The line as it was read, until something of it changes.
        fileprivate var line: String?

        package subscript(key: String) -> String? {
            settings.last { $0.key == key }?.value
        }

        /// Without `dbname` the pooler asks for a database of the entry's own name.
        package var database: String { self["dbname"] ?? name }
        package var address: PoolerAddress {
            PoolerAddress(host: self["host"] ?? "", port: self["port"] ?? "5432")
        }

        package static func == (left: Entry, right: Entry) -> Bool {
            left.name == right.name
                && left.settings.map { [$0.key, $0.value] }
                    == right.settings.map { [$0.key, $0.value] }
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    package init(_ text: String) {
        // Not by characters: a line that ends as in Windows ends with one that is no line feed.
        lines = text.exactLines.map { line in
            Entry(String(line)).map { .entry($0) } ?? .other(String(line))
        }
    }

    package var text: String {
        lines.map { line in
            switch line {
            case .other(let text): text
            case .entry(let entry): entry.text
            }
        }.joined(separator: "\n")
    }

    package var entries: [Entry] {
        lines.compactMap { if case .entry(let entry) = $0 { entry } else { nil } }
    }

    /// Entries that lead to one of the databases at one of the addresses.
    package func entries(for databases: [String], at addresses: [PoolerAddress]) -> [Entry] {
        entries.filter { databases.contains($0.database) && addresses.contains($0.address) }
    }

    /// Points those entries at another address.
    package mutating func redirect(
        _ databases: [String], from addresses: [PoolerAddress], to address: PoolerAddress
    ) {
        lines = lines.map { line in
            guard case .entry(var entry) = line, databases.contains(entry.database),
                addresses.contains(entry.address)
            else { return line }
            entry.set("host", address.host)
            entry.set("port", address.port)
            return .entry(entry)
        }
    }
}

/// How a pooler reaches a server.
package struct PoolerAddress: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: String

    package init(host: String, port: String) {
        self.host = host
        self.port = port
    }

    package var description: String { "host=\(host) port=\(port)" }
}

extension PgBouncerFile.Entry {
    fileprivate init?(_ line: String) {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let left = line[..<equals].trimmingSpaces()
        guard !left.isEmpty, !left.hasPrefix(";"), !left.hasPrefix("#"), !left.hasPrefix("["),
            !left.hasPrefix("%")
        else { return nil }
        name =
            left.hasPrefix("\"") && left.hasSuffix("\"") && left.count > 1
            ? String(left.dropFirst().dropLast()) : String(left)
        settings = parseSettings(line[line.index(after: equals)...])
        self.line = line
    }

    fileprivate mutating func set(_ key: String, _ value: String) {
        guard self[key] != value else { return }
        line = nil
        if let index = settings.lastIndex(where: { $0.key == key }) {
            settings[index].value = value
        } else {
            settings.append((key, value))
        }
    }

    fileprivate var text: String {
        if let line { return line }
        let plain =
            !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_-.*".contains($0) }
        let left = plain ? name : "\"\(name)\""
        return left + " = "
            + settings.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: " ")
    }

    private func quoted(_ value: String) -> String {
        let plain = !value.isEmpty && !value.contains { $0 == " " || $0 == "'" || $0 == "\t" }
        return plain ? value : "'" + value.replacing("'", with: "''") + "'"
    }
}

/// `key=value key='va lue'`, a quote inside doubled.
private func parseSettings(_ text: Substring) -> [(key: String, value: String)] {
    var found: [(key: String, value: String)] = []
    var rest = text.trimmingSpaces()
    while let equals = rest.firstIndex(of: "=") {
        let key = rest[..<equals].trimmingSpaces()
        rest = rest[rest.index(after: equals)...].trimmingSpaces()
        var value = ""
        if rest.first == "'" {
            rest = rest.dropFirst()
            while let character = rest.first {
                rest = rest.dropFirst()
                guard character == "'" else {
                    value.append(character)
                    continue
                }
                guard rest.first == "'" else { break }
                value.append("'")
                rest = rest.dropFirst()
            }
        } else {
            value = String(rest.prefix { $0 != " " && $0 != "\t" })
            rest = rest.dropFirst(value.count)
        }
        found.append((String(key), value))
        rest = rest.trimmingSpaces()
    }
    return found
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" || first == "\r" {
            text.removeFirst()
        }
        while let last = text.last, last == " " || last == "\t" || last == "\r" {
            text.removeLast()
        }
        return text
    }
}
