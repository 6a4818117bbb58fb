/// A variable that an inner function shares with the function it belongs to.
public final class Cell {
    var value: Value

    init(_ value: Value) { self.value = value }
}
