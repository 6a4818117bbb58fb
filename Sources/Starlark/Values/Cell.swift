/// A variable that an inner function shares with the function it belongs to.
public final class Cell {
    // Read or written at once, never lent to other code.
    @exclusivity(unchecked) var value: Value

    init(_ value: Value) { self.value = value }
}
