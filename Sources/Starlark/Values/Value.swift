/// Anything a program can hold in a variable.
///
/// Small things live in the value itself; the rest is a reference to a final class, so copying a
/// value never copies what it stands for. Integers take the `int` form whenever they fit in 64
/// bits and the `big` form only when they do not, so two equal integers have equal forms.
public enum Value {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case big(BigIntegerBox)
    case string(ByteString)
    case tuple(TupleValue)
    case list(ListValue)
    case dict(DictValue)
    case set(SetValue)
    case range(RangeValue)
    case function(FunctionValue)
    case builtin(BuiltinFunction)
    /// A value whose behaviour the host defines: a structure, a module, a document fragment.
    case object(HostObject)
    /// A variable nothing was assigned to yet. Never seen by a program or a builtin.
    case unset
    /// A variable shared with an inner function. Never seen by a program or a builtin.
    case cell(Cell)
}

extension Value {
    package static func string(_ text: String) -> Value { .string(ByteString.text(text)) }

    package static func tuple(_ elements: [Value]) -> Value { .tuple(TupleValue(elements)) }

    package static func list(_ elements: [Value]) -> Value { .list(ListValue(elements)) }

    /// An integer of any size, in the form its size asks for.
    package static func integer(_ number: BigInteger) -> Value {
        if let small = Int(exactly: number) { .int(small) } else { .big(BigIntegerBox(number)) }
    }

    /// The text of a string value, bytes that are no UTF-8 replaced; nil for other values.
    package var text: String? {
        if case .string(let string) = self { string.text } else { nil }
    }

    package var isNone: Bool {
        if case .none = self { true } else { false }
    }

    var isUnset: Bool {
        if case .unset = self { true } else { false }
    }
}
