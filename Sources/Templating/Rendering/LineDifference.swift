/// The lines in which two texts differ, in the form of `diff -u`.
package struct LineDifference {
    private struct Line {
        let sign: Character
        let text: String
        /// Places in both texts, counted from zero.
        let old: Int
        let new: Int
    }

    private let old: [String]
    private let new: [String]
    private static let context = 3

    package init(_ old: [UInt8], _ new: [UInt8]) {
        self.old = Self.lines(old)
        self.new = Self.lines(new)
    }

    /// A last line without a line break says so, since that is a difference too.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let last = lines.removeLast()
        if !last.isEmpty { lines.append(last + "\n\\ No newline at end of file") }
        return lines
    }

    package func unified(from oldName: String, to newName: String) -> String {
        var text = "--- \(oldName)\n+++ \(newName)\n"
        for hunk in hunks() {
            let olds = hunk.count { $0.sign != "+" }
            let news = hunk.count { $0.sign != "-" }
            let first = hunk[0]
            text += "@@ -\(Self.range(first.old, olds)) +\(Self.range(first.new, news)) @@\n"
            for line in hunk { text += "\(line.sign)\(line.text)\n" }
        }
        return text
    }

    private static func range(_ start: Int, _ count: Int) -> String {
        count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
    }

    private func hunks() -> [[Line]] {
        let lines = merged()
        var hunks: [[Line]] = []
        var lastTaken = -1
        for (index, line) in lines.enumerated() where line.sign != " " {
            let start = max(lastTaken + 1, index - Self.context)
            if hunks.isEmpty || start > lastTaken + 1 || lastTaken < 0 {
                hunks.append([])
            }
            let end = min(lines.count - 1, index + Self.context)
            if end > lastTaken {
                hunks[hunks.count - 1] += lines[start...end]
                lastTaken = end
            }
        }
        return hunks
    }

    /// Both texts as one: what stayed, what went, what came.
    private func merged() -> [Line] {
        var lines: [Line] = []
        var (at, newAt) = (0, 0)
        func change(upTo oldEnd: Int, _ newEnd: Int) {
            for index in at..<oldEnd {
                lines.append(Line(sign: "-", text: old[index], old: index, new: newAt))
            }
            for index in newAt..<newEnd {
                lines.append(Line(sign: "+", text: new[index], old: oldEnd, new: index))
            }
        }
        for pair in LineMatching(old, new).pairs {
            change(upTo: pair.old, pair.new)
            lines.append(Line(sign: " ", text: old[pair.old], old: pair.old, new: pair.new))
            (at, newAt) = (pair.old + 1, pair.new + 1)
        }
        change(upTo: old.count, new.count)
        return lines
    }
}
