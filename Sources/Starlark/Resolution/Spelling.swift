/// Finds the name somebody probably meant.
enum Spelling {
    /// The candidate nearest to `name`; nil when none is near. The first of several wins.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let folded = fold(name)
        var limit = (folded.count + 1) / 2  // Up to half of the letters may be wrong.
        var best: String?
        for candidate in candidates {
            let distance = distance(folded, fold(candidate), below: limit)
            if distance < limit { (limit, best) = (distance, candidate) }
        }
        return best
    }

    /// Underscores and case say nothing about what was meant.
    private static func fold(_ name: String) -> [UInt8] {
        var result = ""
        for scalar in name.unicodeScalars where scalar != "_" {
            result.unicodeScalars.append(scalar.lowered)
        }
        return Array(result.utf8)
    }

    /// How many letters to put in, leave out or replace; `limit` when that many or more.
    private static func distance(_ a: [UInt8], _ b: [UInt8], below limit: Int) -> Int {
        if abs(a.count - b.count) >= limit { return limit }
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let cost = min(diagonal + (a[i] == b[j] ? 0 : 1), row[j] + 1, row[j + 1] + 1)
                (diagonal, row[j + 1]) = (row[j + 1], cost)
            }
        }
        return row[b.count]
    }
}
