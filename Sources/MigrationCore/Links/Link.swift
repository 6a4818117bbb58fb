/// One direction of replication, from a slot on its publisher to a subscription on its subscriber.
///
/// Links are numbered: link 0 leads from source to target, and each switchover makes the next one
/// carry. While link *n* carries, link *n + 1* stands ready in the opposite direction, its
/// subscription disabled and its slot kept near the end of the log: that is the way back.
package struct Link: Hashable, Comparable, Sendable, Codable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package var publisher: Side { number.isMultiple(of: 2) ? .source : .target }
    package var subscriber: Side { publisher.other }
    package var following: Link { Link(number + 1) }
    package var previous: Link? { number > 0 ? Link(number - 1) : nil }

    package static func < (left: Link, right: Link) -> Bool { left.number < right.number }
}

/// What the servers say about one link, over all databases of the migration.
package struct LinkFacts: Hashable, Sendable {
    /// The position each database's slot was confirmed to; nil when one of them is missing.
    package var slotPosition: LSN?
    /// The server gave the slot up (`wal_status = lost`), or a failover lost it.
    package var slotIsLost: Bool
    package var subscriptionExists: Bool
    package var subscriptionIsEnabled: Bool
    /// A walsender reads the slot, or an apply worker runs.
    package var isCarrying: Bool
    /// Streams were asked for, and the first one still carries for them: its subscription takes
    /// every publication, and whatever there is of the others has never carried a change.
    package var isWide: Bool

    package init(
        slotPosition: LSN? = nil, slotIsLost: Bool = false, subscriptionExists: Bool = false,
        subscriptionIsEnabled: Bool = false, isCarrying: Bool = false, isWide: Bool = false
    ) {
        self.slotPosition = slotPosition
        self.slotIsLost = slotIsLost
        self.subscriptionExists = subscriptionExists
        self.subscriptionIsEnabled = subscriptionIsEnabled
        self.isCarrying = isCarrying
        self.isWide = isWide
    }

    package static let absent = LinkFacts()
}

/// The smallest unit of work on a link; each may be done twice.
package enum LinkStep: Hashable, Sendable {
    case createSlot(Link)
    case createSubscription(Link)
    case enable(Link)
    case disable(Link)
    /// The subscription is disabled, yet something still reads the slot.
    case awaitStop(Link)
    case dropSubscription(Link)
    case dropSlot(Link)
    /// Move the slot past changes that came from the subscriber's own side.
    case advance(Link, to: LSN)
    /// Give each stream its own slot and subscription, where the first one stands now; nothing
    /// may be carried meanwhile.
    case split(Link)

    /// A short name without the link.
    package var place: String {
        switch self {
        case .createSlot: "create-slot"
        case .createSubscription: "create-subscription"
        case .enable: "enable"
        case .disable: "disable"
        case .awaitStop: "await-stop"
        case .dropSubscription: "drop-subscription"
        case .dropSlot: "drop-slot"
        case .advance: "advance"
        case .split: "split"
        }
    }
}
