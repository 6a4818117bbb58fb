/// What becomes of one file, decided from three versions of it: as last brought, as desired now,
/// and as it is there.
package enum FileDecision: Hashable, Sendable {
    /// There as desired, or not there as desired.
    case same
    case write(FileVersion)
    case remove
    /// Edited by hand, and the centre has nothing new.
    case keepEdited
    /// Edited by hand while the centre changed: both are to be joined.
    case merge(base: FileVersion, there: FileVersion, desired: FileVersion)
    /// Removed by hand.
    case keepRemoved
    /// Edited by hand and no longer brought: it belongs to the repository from now on.
    case release
    /// Was there before the fleet brought one of this name.
    case keepExisting

    /// - Parameters:
    ///   - applied: as it was last brought; nil when it never was.
    ///   - desired: nil when nothing brings it any more.
    ///   - there: nil when it does not exist.
    ///   - replacesExisting: whether a file that was there first gives way.
    ///   - isFromCentre: whether a version is one that the centre once had, so that it was copied
    ///     and not written by hand.
    package init(
        applied: FileVersion?, desired: FileVersion?, there: FileVersion?,
        replacesExisting: Bool = false, isFromCentre: (FileVersion) -> Bool = { _ in false }
    ) {
        if desired == there {
            self = .same
        } else if let applied {
            self = Self.managed(applied, desired, there)
        } else if let desired, let there {
            self = replacesExisting || isFromCentre(there) ? .write(desired) : .keepExisting
        } else if let desired {
            self = .write(desired)
        } else {
            self = .same
        }
    }

    private static func managed(
        _ applied: FileVersion, _ desired: FileVersion?, _ there: FileVersion?
    ) -> FileDecision {
        if there == applied { return desired.map { .write($0) } ?? .remove }
        guard let there else { return .keepRemoved }
        guard let desired else { return .release }
        if desired == applied { return .keepEdited }
        return .merge(base: applied, there: there, desired: desired)
    }
}
