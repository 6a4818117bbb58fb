/// A regular expression with RE2's syntax and RE2's promise: time grows with the text, not more.
///
/// The expression becomes a small program; all ways through it are followed side by side.
struct RegularExpression {
    private enum Instruction {
        case set(CharacterSet)
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        case assert(RegularExpressionTree.Assertion)
        case match
    }

    private static let maximumSize = 20_000
    private var program: [Instruction] = []
    private let slots: Int
    let names: [String: Int]

    init(_ pattern: String) throws {
        var parser = RegularExpressionParser(pattern)
        let tree = try parser.parse()
        slots = 2 * (parser.groupCount + 1)
        names = parser.names
        program = [.save(0)]
        try emit(tree, pattern)
        program += [.save(1), .match]
    }

    private mutating func emit(_ tree: RegularExpressionTree, _ pattern: String) throws {
        guard program.count < Self.maximumSize else {
            throw RegularExpressionTree.Problem("expression too large", pattern)
        }
        switch tree {
        case .nothing: break
        case .set(let set): program.append(.set(set))
        case .sequence(let parts): for part in parts { try emit(part, pattern) }
        case .assertion(let assertion): program.append(.assert(assertion))
        case .group(let inner, let number):
            program.append(.save(2 * number))
            try emit(inner, pattern)
            program.append(.save(2 * number + 1))
        case .choice(let branches):
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index < branches.count - 1 else {
                    try emit(branch, pattern)
                    break
                }
                let split = program.count
                program.append(.match)
                try emit(branch, pattern)
                jumps.append(program.count)
                program.append(.match)
                program[split] = .split(split + 1, program.count)
            }
            for jump in jumps { program[jump] = .jump(program.count) }
        case .repeated(let inner, let least, let most, let isGreedy):
            for _ in 0..<least { try emit(inner, pattern) }
            if let most {
                for _ in least..<max(least, most) { try emitOptional(inner, isGreedy, pattern) }
                return
            }
            let split = program.count
            program.append(.match)
            try emit(inner, pattern)
            program.append(.jump(split))
            program[split] = Self.split(split + 1, program.count, isGreedy)
        }
    }

    private mutating func emitOptional(
        _ inner: RegularExpressionTree, _ isGreedy: Bool, _ pattern: String
    ) throws {
        let split = program.count
        program.append(.match)
        try emit(inner, pattern)
        program[split] = Self.split(split + 1, program.count, isGreedy)
    }

    private static func split(_ into: Int, _ past: Int, _ isGreedy: Bool) -> Instruction {
        isGreedy ? .split(into, past) : .split(past, into)
    }

    // MARK: Matching

    private struct Thread {
        let place: Int
        let captures: [Int]
    }

    /// Threads in the order of their preference, each place once.
    private struct ThreadList {
        var threads: [Thread] = []
        var marks: [Int]
        var generation = 0

        init(size: Int) { marks = Array(repeating: -1, count: size) }

        mutating func clear() {
            threads.removeAll(keepingCapacity: true)
            generation += 1
        }
    }

    /// - Returns: starts and ends of the match and its groups, -1 where one took no part.
    func firstMatch(in text: [Unicode.Scalar], from start: Int) -> [Int]? {
        var current = ThreadList(size: program.count)
        var following = ThreadList(size: program.count)
        var found: [Int]?
        var position = start
        current.clear()
        while true {
            if found == nil {
                let captures = Array(repeating: -1, count: slots)
                follow(0, captures, text, position, &current)
            }
            if current.threads.isEmpty, found != nil { break }
            following.clear()
            for thread in current.threads {
                if case .match = program[thread.place] {
                    found = thread.captures
                    break
                }
                if case .set(let set) = program[thread.place], position < text.count,
                    set.contains(text[position])
                {
                    follow(thread.place + 1, thread.captures, text, position + 1, &following)
                }
            }
            swap(&current, &following)
            if position >= text.count { break }
            position += 1
        }
        return found
    }

    private func follow(
        _ start: Int, _ captures: [Int], _ text: [Unicode.Scalar], _ position: Int,
        _ list: inout ThreadList
    ) {
        var pending = [(start, captures)]
        while let (place, captures) = pending.popLast() {
            if list.marks[place] == list.generation { continue }
            list.marks[place] = list.generation
            switch program[place] {
            case .jump(let target): pending.append((target, captures))
            case .split(let first, let second):
                pending.append((second, captures))
                pending.append((first, captures))
            case .save(let slot):
                var captures = captures
                captures[slot] = position
                pending.append((place + 1, captures))
            case .assert(let assertion):
                if Self.holds(assertion, text, position) { pending.append((place + 1, captures)) }
            case .set, .match: list.threads.append(Thread(place: place, captures: captures))
            }
        }
    }

    private static func holds(
        _ assertion: RegularExpressionTree.Assertion, _ text: [Unicode.Scalar], _ position: Int
    ) -> Bool {
        switch assertion {
        case .textStart: return position == 0
        case .textEnd: return position == text.count
        case .lineStart: return position == 0 || text[position - 1] == "\n"
        case .lineEnd: return position == text.count || text[position] == "\n"
        case .wordBoundary, .noWordBoundary:
            let before = position > 0 && isWord(text[position - 1])
            let after = position < text.count && isWord(text[position])
            return (before != after) == (assertion == .wordBoundary)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
