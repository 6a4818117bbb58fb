/// A big integer on the heap, so that every other value stays small.
public final class BigIntegerBox {
    package let number: BigInteger

    init(_ number: BigInteger) { self.number = number }
}
