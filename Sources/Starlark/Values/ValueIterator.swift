/// Walks over the elements of a host's value.
///
/// Whoever asked for one calls `finish` exactly once, also when it stops early.
open class ValueIterator {
    /// There is nothing to set up here.
    public init() {}

    open func next() -> Value? { nil }

    open func finish() {}
}
