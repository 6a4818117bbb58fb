/// Decides for one file what becomes of an edit made here when its source moves.
package enum ThreeWayMerge {
    package enum Decision: Hashable, Sendable {
        /// Nobody edited it here, or both did the same.
        case takeTheirs
        /// The source did not touch it.
        case keepOurs
        /// Both changed it: line by line.
        case mergeText
        /// They cannot be brought together; what was edited here stays.
        case conflict
    }

    /// - Parameters:
    ///   - base: as the source was when it was locked; nil where there was no such file.
    ///   - ours: as it stands here.
    ///   - theirs: as the source is now.
    package static func decide(
        base: DigestLock.Item?, ours: DigestLock.Item?, theirs: DigestLock.Item?
    ) -> Decision {
        if ours == base || ours == theirs { return .takeTheirs }
        if theirs == base { return .keepOurs }
        guard let ours, let theirs, ours.kind != .link, theirs.kind != .link, base?.kind != .link
        else { return .conflict }
        return .mergeText
    }
}
