import MigrationCore

/// One stream of a link: a slot on its publisher, a subscription on its subscriber.
struct Channel: Hashable, Comparable {
    let link: Link
    /// 0 is the first one, which carries for all until the others are made.
    var stream = 0

    init(_ link: Link, _ stream: Int = 0) {
        self.link = link
        self.stream = stream
    }

    var publisher: Side { link.publisher }
    var subscriber: Side { link.subscriber }

    static func < (left: Channel, right: Channel) -> Bool {
        (left.link, left.stream) < (right.link, right.stream)
    }
}

extension Channel: CustomStringConvertible {
    var description: String { stream == 0 ? "\(link.number)" : "\(link.number)/\(stream)" }
}

extension Commit.Change {
    /// What of a change is published in some parts of the tables; nil when nothing is.
    func published(in parts: Set<Int>, of count: Int) -> Commit.Change? {
        switch self {
        case .row(let row): parts.contains(row % count) ? self : nil
        case .marker(let attempt, let marked):
            marked.contains(where: parts.contains)
                ? .marker(attempt: attempt, parts: marked.filter(parts.contains)) : nil
        case .copied, .truncation: self
        case .journal: nil
        }
    }
}
