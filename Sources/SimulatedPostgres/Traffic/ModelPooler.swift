import MigrationCore

/// A pooler with a console: it holds new transactions, waits for running ones, and points to a
/// side. After it was killed it comes back with what its file says, and holds nothing.
struct ModelPooler {
    var isUp = true
    var isPaused = false
    var pointsAt = Side.source
    var fileSays = Side.source

    mutating func rise() {
        isUp = true
        isPaused = false
        pointsAt = fileSays
    }
}
