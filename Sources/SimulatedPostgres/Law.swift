/// What the effects must do beyond what the decisions say: a clause of their contract.
///
/// Each law can be left out, and a test shows that the promises do not hold without it.
package enum Law: String, Hashable, Sendable, CaseIterable {
    /// Effects on a server look, in the same transaction, whether their attempt is still what
    /// they act for: a statement can arrive after the process that sent it is gone.
    case effectsLookAtTheirAttempt
    /// Traffic is pointed only at a side whose fence is open, and held only for an open attempt.
    case trafficFollowsTheFence
    /// The fence's last look comes later than a session's start takes: one that had passed the
    /// check of LOGIN when the fence was closed is not seen at first.
    case fenceWaitsForStartingSessions
    /// `drain` writes its marker unless it stands there: a second one would come after the seal.
    case oneMarkerPerAttempt
    /// `seal` sees the marker again: a crash may have taken it away since the drain.
    case sealSeesTheMarker
    /// `seal` never lowers a sequence: it may arrive after a later attempt's.
    case sequencesOnlyRise
    /// `advance` is done when the slot's new position would survive a crash.
    case advanceSurvivesCrash
    /// What empties, copies or builds acts for one copy, and looks whether that copy still counts.
    case phasesLookAtTheirCopy
    /// A run that has seen its migration does not begin another one: somebody ended it meanwhile.
    case runsBeginOnce
    /// `createSlot` leaves nothing behind unless its link is still the one to come: a slot made
    /// after clients came misses their first writes, and one for a link of old keeps the log.
    case slotsAreMadeInTime
    /// `finish` and `abort` first end what our earlier runs left running on the servers.
    case endingStopsStatements

    /// `split` brings what the first stream applied to the subscriber's disk before its slot is
    /// moved there: a crash would take away what no slot sends again.
    case splitKeepsWhatWasApplied

    package static let all = Set(allCases)
}
