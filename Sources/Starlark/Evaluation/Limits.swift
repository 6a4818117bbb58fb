/// How much a program may use before it is stopped; nil means no bound.
package struct Limits: Sendable {
    /// Loop rounds and calls.
    package var steps: Int?
    /// Calls of functions and builtins inside each other.
    package var depth: Int
    /// Bytes of memory the process may hold more than when evaluation began.
    package var memory: Int?

    package init(steps: Int? = nil, depth: Int = 100_000, memory: Int? = nil) {
        self.steps = steps
        self.depth = depth
        self.memory = memory
    }
}
