/// Writes values the way a program would write them, and cuts cycles short.
///
/// Lists and dictionaries under way are remembered: one that holds itself prints as `[...]`.
public struct Printer {
    private(set) var bytes: [UInt8] = []
    private var path: [ObjectIdentifier] = []
    /// Beyond this nesting a value prints as if it held itself; nobody reads that far.
    private static let deepest = 2_000

    package init() {}

    package mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func write(_ string: ByteString) {
        string.withBytes { bytes.append(contentsOf: $0) }
    }

    mutating func write(value int: Int) {
        if int >= 0 && int < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(int))
        } else {
            write(String(int))
        }
    }

    mutating func write(byte: UInt8) { bytes.append(byte) }

    package mutating func write(_ value: Value) {
        switch value {
        case .none: write("None")
        case .bool(let bool): write(bool ? "True" : "False")
        case .int(let int): write(value: int)
        case .float(let float): write(FloatText.general(float))
        case .big(let box): write(box.number.description)
        case .string(let string): writeQuoted(string)
        case .tuple(let tuple): write(tuple)
        case .list(let list): write(list)
        case .dict(let dict): write(dict)
        case .set(let set): write(set)
        case .range(let range): write(range.description)
        case .function(let function): write("<function \(function.name)>")
        case .builtin(let builtin): write(builtin)
        case .object(let object): object.write(to: &self)
        case .unset, .cell: write("<unset>")
        }
    }

    private mutating func write(_ builtin: BuiltinFunction) {
        if let receiver = builtin.receiver {
            write("<built-in method \(builtin.name) of \(receiver.typeName) value>")
        } else {
            write("<built-in function \(builtin.name)>")
        }
    }

    private mutating func write(_ tuple: TupleValue) {
        write(byte: UInt8(ascii: "("))
        // Tuples cannot hold themselves, but what they hold can be deep.
        if path.count >= Self.deepest {
            write("...")
        } else {
            path.append(ObjectIdentifier(tuple))
            writeElements(tuple.elements)
            path.removeLast()
        }
        if tuple.count == 1 { write(byte: UInt8(ascii: ",")) }
        write(byte: UInt8(ascii: ")"))
    }

    private mutating func write(_ list: ListValue) {
        write(byte: UInt8(ascii: "["))
        within(ObjectIdentifier(list)) { $0.writeElements(list.storage) }
        write(byte: UInt8(ascii: "]"))
    }

    private mutating func write(_ dict: DictValue) {
        write(byte: UInt8(ascii: "{"))
        within(ObjectIdentifier(dict)) { printer in
            var isFirst = true
            for (key, value) in dict.table.entries() {
                if !isFirst { printer.write(", ") }
                isFirst = false
                printer.write(key)
                printer.write(": ")
                printer.write(value)
            }
        }
        write(byte: UInt8(ascii: "}"))
    }

    private mutating func write(_ set: SetValue) {
        write("set([")
        writeElements(set.elements)
        write("])")
    }

    /// Runs `body` unless the container is already being written; a host's container may use it too.
    package mutating func within(_ container: ObjectIdentifier, _ body: (inout Printer) -> Void) {
        if path.count >= Self.deepest || path.contains(container) {
            write("...")
            return
        }
        path.append(container)
        body(&self)
        path.removeLast()
    }

    private mutating func writeElements(_ elements: [Value]) {
        for (position, element) in elements.enumerated() {
            if position > 0 { write(", ") }
            write(element)
        }
    }

    package var string: ByteString { ByteString.bytes(bytes) }
}

extension Value {
    /// As `repr(x)`: strings in quotes.
    package var representation: String {
        var printer = Printer()
        printer.write(self)
        return String(decoding: printer.bytes, as: UTF8.self)
    }

    /// As `str(x)`: strings as they are.
    package var displayString: ByteString {
        if case .string(let string) = self { return string }
        var printer = Printer()
        printer.write(self)
        return printer.string
    }

    package var displayText: String { displayString.text }
}
