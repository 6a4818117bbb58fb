/// The difference of two texts as `git apply` and `patch` read it.
struct UnifiedDiff {
    private enum Line {
        case both(Int, Int), removed(Int), added(Int)
    }

    private let old: [ArraySlice<UInt8>]
    private let new: [ArraySlice<UInt8>]
    private static let context = 3

    /// - Parameter name: the file's path below the folder in which the patch is applied.
    /// - Returns: nothing when both are equal.
    static func bytes(_ name: String, from old: [UInt8]?, to new: [UInt8]) -> [UInt8] {
        let diff = UnifiedDiff(old: lines(old ?? []), new: lines(new))
        let hunks = diff.hunks()
        guard !hunks.isEmpty else { return [] }
        let made = old == nil ? "new file mode 100644\n" : ""
        let head =
            "diff --git a/\(name) b/\(name)\n\(made)--- \(old == nil ? "/dev/null" : "a/\(name)")\n"
            + "+++ b/\(name)\n"
        return Array(head.utf8) + hunks
    }

    /// With their ends; the last may have none.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    private func hunks() -> [UInt8] {
        let script = script()
        let changed = script.indices.filter {
            if case .both = script[$0] { false } else { true }
        }
        var result: [UInt8] = []
        var rest = changed[...]
        while let first = rest.first {
            var last = first
            while let next = rest.first, next <= last + 2 * Self.context + 1 {
                last = next
                rest.removeFirst()
            }
            let start = max(0, first - Self.context)
            let end = min(script.count - 1, last + Self.context)
            result += hunk(script[start...end], after: script[..<start])
        }
        return result
    }

    private func hunk(_ lines: ArraySlice<Line>, after: ArraySlice<Line>) -> [UInt8] {
        let olds = lines.count { if case .added = $0 { false } else { true } }
        let news = lines.count { if case .removed = $0 { false } else { true } }
        let oldBefore = after.count { if case .added = $0 { false } else { true } }
        let newBefore = after.count { if case .removed = $0 { false } else { true } }
        let head =
            "@@ -\(oldBefore + (olds > 0 ? 1 : 0)),\(olds) "
            + "+\(newBefore + (news > 0 ? 1 : 0)),\(news) @@\n"
        return Array(head.utf8) + lines.flatMap(text)
    }

    private func text(_ line: Line) -> [UInt8] {
        let (sign, text) =
            switch line {
            case .both(let index, _): (" ", old[index])
            case .removed(let index): ("-", old[index])
            case .added(let index): ("+", new[index])
            }
        let end = text.last == 0x0A ? "" : "\n\\ No newline at end of file\n"
        return Array(sign.utf8) + text + Array(end.utf8)
    }

    // MARK: Longest common subsequence

    private func script() -> [Line] {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var (oldEnd, newEnd) = (old.count, new.count)
        while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
        }
        return (0..<start).map { .both($0, $0) }
            + middle(start..<oldEnd, start..<newEnd)
            + zip(oldEnd..<old.count, newEnd..<new.count).map { .both($0, $1) }
    }

    private func middle(_ olds: Range<Int>, _ news: Range<Int>) -> [Line] {
        var lengths = [[Int]](
            repeating: [Int](repeating: 0, count: news.count + 1), count: olds.count + 1)
        for i in olds.reversed() {
            for j in news.reversed() {
                let (x, y) = (i - olds.lowerBound, j - news.lowerBound)
                lengths[x][y] =
                    old[i] == new[j]
                    ? lengths[x + 1][y + 1] + 1 : max(lengths[x + 1][y], lengths[x][y + 1])
            }
        }
        var lines: [Line] = []
        var (i, j) = (olds.lowerBound, news.lowerBound)
        while i < olds.upperBound || j < news.upperBound {
            let (x, y) = (i - olds.lowerBound, j - news.lowerBound)
            if i < olds.upperBound, j < news.upperBound, old[i] == new[j] {
                lines.append(.both(i, j))
                (i, j) = (i + 1, j + 1)
            } else if i < olds.upperBound,
                j == news.upperBound || lengths[x + 1][y] >= lengths[x][y + 1]
            {
                lines.append(.removed(i))
                i += 1
            } else {
                lines.append(.added(j))
                j += 1
            }
        }
        return lines
    }
}
