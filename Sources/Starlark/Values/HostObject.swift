/// What a host derives its own kinds of values from.
///
/// Every ability is absent until a subclass overrides the method that stands for it; a program
/// that asks for an absent ability gets the same message as with any other value.
open class HostObject {
    /// Which side of a binary operator the receiver stands on.
    public enum Side { case left, right }

    /// There is nothing to set up here.
    public init() {}

    /// As `type(x)` says and messages quote.
    open var typeName: String { "object" }
    /// As `str(x)` and `print(x)` say.
    open func write(to printer: inout Printer) { printer.write("<\(typeName)>") }
    open var truth: Bool { true }
    open func freeze() {}
    /// Equal values have equal hashes. Throws when the value cannot be a key.
    open func hash() throws -> Int { throw Failure("unhashable type: \(typeName)") }

    // MARK: Comparing

    /// Whether `other`, which has the same type name, is equal; nil leaves it to identity.
    /// Nested values are compared with `Value.areEqual(_:_:depth:)` and one less depth.
    open func isEqual(to other: Value, depth: Int) throws -> Bool? { nil }
    /// Negative, zero or positive; nil when values of this kind have no order.
    open func order(against other: Value, depth: Int) throws -> Int? { nil }

    // MARK: Attributes

    /// Whether the value has attributes at all: without, not even a spelling hint is looked for.
    open var hasAttributes: Bool { false }
    /// The field or method; nil when there is none. Throw `NoSuchAttribute` for a message of one's own.
    open func attribute(_ name: ByteString) throws -> Value? { nil }
    open var attributeNames: [String] { [] }
    /// False when fields cannot be set.
    open func setAttribute(_ name: ByteString, to value: Value) throws -> Bool { false }

    // MARK: Being a mapping: x[key], key in x, **x, dict(x)

    open var isMapping: Bool { false }
    open func lookUp(_ key: Value) throws -> Value? { nil }
    /// False when entries cannot be set.
    open func setKey(_ key: Value, to value: Value) throws -> Bool { false }
    /// All entries; nil when they cannot be enumerated.
    open func entries() -> [(key: Value, value: Value)]? { nil }

    // MARK: Being a sequence

    /// The number of elements; nil when the value has no length.
    open var length: Int? { nil }
    /// Whether `x[0]` works, given a length.
    open var isIndexable: Bool { false }
    /// `position` lies between zero and the length.
    open func element(at position: Int) -> Value { .none }
    /// False when elements cannot be set.
    open func setElement(at position: Int, to value: Value) throws -> Bool { false }
    /// The slice with bounds already clamped; nil when the value cannot be sliced.
    open func slice(from start: Int, to end: Int, step: Int) -> Value? { nil }
    /// Whether `slice` may be asked for at all.
    open var isSliceable: Bool { false }
    /// A new walk over the elements; nil when the value cannot be iterated.
    open func makeIterator() -> ValueIterator? { nil }

    // MARK: Operators and calls

    /// The result; nil when the operator does not apply. Comparisons never come here.
    open func apply(
        _ operation: BinaryOperator, to other: Value, side: Side
    ) throws -> Value? { nil }
    open func apply(_ operation: UnaryOperator) throws -> Value? { nil }
    open var isCallable: Bool { false }
    /// Its name in a stack of calls.
    open var callableName: String { typeName }
    open func call(_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value {
        throw Failure("invalid call of non-function (\(typeName))")
    }
}
