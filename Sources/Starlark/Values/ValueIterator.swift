/// Walks over the elements of a host's value.
///
/// Whoever asked for one calls `finish` exactly once, also when it stops early.
package class ValueIterator {
    package init() {}

    package func next() -> Value? { nil }

    package func finish() {}
}
