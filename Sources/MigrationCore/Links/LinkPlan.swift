/// Which replication should exist now, and the next step towards it.
///
/// Two links that carry at once loop: a change would travel for ever. So the old link ends before
/// the new one starts, and the new one starts behind everything that came through the old one.
///
/// A link may be split into streams at any time: its first subscription then hands tables over to
/// others, each with a slot of its own that begins where the first one stopped.
package struct LinkPlan: Hashable, Sendable {
    /// The link that should carry: as many switchovers were decided.
    package var carrying: Link
    /// Where the carrying link's publisher stood when clients came to it; nil for link 0.
    package var beginning: LSN?
    package var wantsWayBack: Bool

    package init(carrying: Link, beginning: LSN?, wantsWayBack: Bool) {
        self.carrying = carrying
        self.beginning = beginning
        self.wantsWayBack = wantsWayBack
    }

    package enum Outcome: Hashable, Sendable {
        case perform(LinkStep)
        case settled
        /// The slot that should carry is gone, and with it the changes since.
        case broken(Link)
    }

    /// - Parameter facts: what the servers say about a link; absent when they say nothing.
    package func next(_ facts: (Link) -> LinkFacts) -> Outcome {
        if let step = ending(facts) { return .perform(step) }
        switch starting(facts) {
        case .settled: break
        case let outcome: return outcome
        }
        if let previous = carrying.previous, facts(previous).slotPosition != nil {
            return .perform(.dropSlot(previous))
        }
        return wantsWayBack ? preparing(facts) : .settled
    }

    private func ending(_ facts: (Link) -> LinkFacts) -> LinkStep? {
        guard let previous = carrying.previous else { return nil }
        let old = facts(previous)
        guard old.subscriptionExists else { return nil }
        if old.subscriptionIsEnabled { return .disable(previous) }
        if old.isCarrying { return .awaitStop(previous) }
        return .dropSubscription(previous)
    }

    private func starting(_ facts: (Link) -> LinkFacts) -> Outcome {
        let now = facts(carrying)
        guard carrying.number == 0 || wantsWayBack || now.subscriptionExists else {
            return .settled
        }
        guard let position = now.slotPosition, !now.slotIsLost else { return .broken(carrying) }
        if let step = splitting(carrying, now) { return .perform(step) }
        if let beginning, position < beginning, !now.subscriptionIsEnabled {
            return .perform(.advance(carrying, to: beginning))
        }
        if !now.subscriptionExists { return .perform(.createSubscription(carrying)) }
        return now.subscriptionIsEnabled ? .settled : .perform(.enable(carrying))
    }

    /// New streams begin where the first one stands, so it must stand still while they are made.
    private func splitting(_ link: Link, _ seen: LinkFacts) -> LinkStep? {
        guard seen.isWide, seen.subscriptionExists else { return nil }
        if seen.subscriptionIsEnabled { return .disable(link) }
        return seen.isCarrying ? .awaitStop(link) : .split(link)
    }

    private func preparing(_ facts: (Link) -> LinkFacts) -> Outcome {
        let following = carrying.following
        let next = facts(following)
        // A slot that is lost serves nobody, and it keeps its name from a new one.
        if next.slotIsLost { return .perform(.dropSlot(following)) }
        if next.slotPosition == nil { return .perform(.createSlot(following)) }
        if !next.subscriptionExists { return .perform(.createSubscription(following)) }
        return splitting(following, next).map { .perform($0) } ?? .settled
    }
}
