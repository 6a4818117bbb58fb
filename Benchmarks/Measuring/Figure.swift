/// One line of the table: what we took, what somebody else took in the same run, and the ratio.
///
/// A line that could not be measured says why, and has no numbers.
package struct Figure: Codable, Hashable, Sendable {
    /// What was measured, in a few words.
    package var name: String
    /// Whom or what it is held against.
    package var against: String
    /// Medians of all pairs, in ``unit``.
    package var ours: Double?
    package var other: Double?
    /// The median of each pair's ours divided by its other; not the ratio of the medians.
    package var ratio: Double?
    /// The smallest and the largest ratio of a pair.
    package var lowest: Double?
    package var highest: Double?
    package var unit: String
    package var pairs: Int
    /// What the ratio should be: at most this where less is better, at least where more is.
    package var goal: Double?
    package var moreIsBetter: Bool
    /// `not run: …`, or what a reader has to know.
    package var note: String?

    /// Takes pairs that were measured in turn.
    package init(
        _ name: String, against: String, unit: String, pairs: [Pair], goal: Double? = nil,
        moreIsBetter: Bool = false, note: String? = nil
    ) {
        let ratios = pairs.compactMap(\.ratio)
        self.init(name, against: against, unit: unit, note: note)
        self.goal = goal
        self.moreIsBetter = moreIsBetter
        self.pairs = pairs.count
        ours = median(pairs.map(\.ours))
        other = median(pairs.map(\.other))
        ratio = median(ratios)
        lowest = ratios.min()
        highest = ratios.max()
    }

    /// A line without numbers.
    package static func notRun(_ name: String, against: String, because reason: String) -> Figure {
        Figure(name, against: against, unit: "", note: "not run: \(reason)")
    }

    private init(_ name: String, against: String, unit: String, note: String?) {
        self.name = name
        self.against = against
        self.unit = unit
        self.note = note
        pairs = 0
        moreIsBetter = false
    }

    package var isRun: Bool { ratio != nil }

    /// Nil where there is no goal, or no ratio.
    package var meetsGoal: Bool? {
        guard let goal, let ratio else { return nil }
        return moreIsBetter ? ratio >= goal : ratio <= goal
    }
}

/// Ours and the other, one right after the other on the same servers.
package struct Pair: Hashable, Sendable {
    package let ours: Double
    package let other: Double

    package init(ours: Double, other: Double) {
        self.ours = ours
        self.other = other
    }

    package var ratio: Double? { other > 0 ? ours / other : nil }
}

/// The middle value, or the middle of the two middle ones; nil of nothing.
package func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// The smallest value that at least this share of the values does not exceed; nil of nothing.
package func percentile(_ share: Double, _ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
}
