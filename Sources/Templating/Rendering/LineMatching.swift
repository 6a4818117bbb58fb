/// Which lines of two texts stayed, for texts of any length.
///
/// Comparing every line with every other takes the square of their number, in time and memory. So
/// what both texts begin and end with is taken first; long stretches are cut at lines that stand
/// once in each; only short ones are compared line by line.
struct LineMatching {
    /// Places in both texts, in order.
    private(set) var pairs: [(old: Int, new: Int)] = []

    /// Lines by number: comparing numbers is cheaper than comparing texts.
    private let old: [Int]
    private let new: [Int]
    private static let longest = 1500

    init(_ old: [String], _ new: [String]) {
        var numbers: [String: Int] = [:]
        func number(_ line: String) -> Int {
            if let known = numbers[line] { return known }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        self.old = old.map(number)
        self.new = new.map(number)
        match(self.old.indices, self.new.indices)
    }

    private mutating func match(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        var (olds, news) = (oldRange, newRange)
        while let a = olds.first, let b = news.first, old[a] == new[b] {
            pairs.append((a, b))
            (olds, news) = (a + 1..<olds.upperBound, b + 1..<news.upperBound)
        }
        var ending: [(old: Int, new: Int)] = []
        while let a = olds.last, let b = news.last, old[a] == new[b] {
            ending.append((a, b))
            (olds, news) = (olds.lowerBound..<a, news.lowerBound..<b)
        }
        if !olds.isEmpty, !news.isEmpty {
            if olds.count + news.count <= Self.longest {
                compare(olds, news)
            } else {
                split(olds, news)
            }
        }
        pairs += ending.reversed()
    }

    /// The shortest difference, for stretches that are short enough.
    private mutating func compare(_ olds: Range<Int>, _ news: Range<Int>) {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new[news].difference(from: old[olds]) {
            switch change {
            case .remove(let offset, _, _): removed.insert(olds.lowerBound + offset)
            case .insert(let offset, _, _): inserted.insert(news.lowerBound + offset)
            }
        }
        let kept = olds.filter { !removed.contains($0) }
        for (a, b) in zip(kept, news.filter { !inserted.contains($0) }) { pairs.append((a, b)) }
    }

    /// Cuts at lines that stand once in each; without any, all of it was replaced.
    private mutating func split(_ olds: Range<Int>, _ news: Range<Int>) {
        var (a, b) = (olds.lowerBound, news.lowerBound)
        for anchor in anchors(olds, news) {
            match(a..<anchor.old, b..<anchor.new)
            pairs.append(anchor)
            (a, b) = (anchor.old + 1, anchor.new + 1)
        }
        if a > olds.lowerBound { match(a..<olds.upperBound, b..<news.upperBound) }
    }

    /// The longest run of such lines that are in the same order in both texts.
    private func anchors(_ olds: Range<Int>, _ news: Range<Int>) -> [(old: Int, new: Int)] {
        let places = Self.uniquePlaces(new, news)
        let once = Self.uniquePlaces(old, olds)
        let common = olds.compactMap { place -> (old: Int, new: Int)? in
            guard once[old[place]] == place, let other = places[old[place]], other >= 0 else {
                return nil
            }
            return (place, other)
        }
        // The smallest last place of a run of each length, and who came before.
        var ends: [Int] = []
        var before: [Int?] = []
        for (index, pair) in common.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if common[ends[middle]].new < pair.new { low = middle + 1 } else { high = middle }
            }
            before.append(low > 0 ? ends[low - 1] : nil)
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var result: [(old: Int, new: Int)] = []
        var at = ends.last
        while let index = at {
            result.append(common[index])
            at = before[index]
        }
        return result.reversed()
    }

    /// Where each line stands; -1 for one that stands there more than once.
    private static func uniquePlaces(_ lines: [Int], _ range: Range<Int>) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for place in range { places[lines[place]] = places[lines[place]] == nil ? place : -1 }
        return places
    }
}
