import Measuring

/// Whether a limit that is given holds.
struct ThrottleLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    func measure() async throws -> [Figure] { [] }
}
