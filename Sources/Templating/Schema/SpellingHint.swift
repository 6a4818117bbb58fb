/// Guesses which known name was meant.
package enum SpellingHint {
    /// The known name with the fewest edits, if they are few for its length.
    package static func closest(to name: String, among known: [String]) -> String? {
        let written = Array(name.lowercased().unicodeScalars.prefix(200))
        var best: (name: String, distance: Int)?
        for candidate in known.prefix(1000) {
            let letters = Array(candidate.lowercased().unicodeScalars.prefix(200))
            let distance = distance(written, letters)
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, name.unicodeScalars.count / 2) else { return nil }
        return best.name
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let cost = letter == other ? diagonal : diagonal + 1
                diagonal = row[j + 1]
                row[j + 1] = min(cost, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
