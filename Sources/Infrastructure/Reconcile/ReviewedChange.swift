import Foundation

/// The change of the files after the move, as it was reviewed together with the one before it.
///
/// It lies as a patch beside the configuration. What is written after the move is compared with it:
/// the same lines need no second review. Where the lines stand may have shifted; what they say may
/// not.
struct ReviewedChange: Hashable {
    let bytes: [UInt8]

    static func name(_ migration: String) -> String { "\(migration)-after-move.patch" }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter migration: its file of `moved`, `removed` and `import` blocks is left out: which
    ///   ids the new server's objects have is known only when they are there, and what these blocks
    ///   do is proven.
    init(_ files: [ReconcilePlan.FileChange], migration: String) {
        let leftOut = [Self.name(migration), "\(migration)-moves.tf"]
        bytes = files.filter { !leftOut.contains($0.name) }
            .flatMap { UnifiedDiff.bytes($0.name, from: $0.before, to: $0.after) }
    }

    func covers(_ other: ReviewedChange) -> Bool {
        !other.bytes.isEmpty && lines == other.lines
    }

    /// Without the places of the hunks.
    private var lines: [[UInt8]] {
        bytes.split(separator: 0x0A).map { line in
            line.starts(with: Array("@@ ".utf8)) ? Array("@@".utf8) : Array(line)
        }
    }
}
