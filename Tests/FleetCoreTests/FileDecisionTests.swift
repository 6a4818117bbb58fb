import Diagnostics
import Testing

@testable import FleetCore

/// Goal: no edit by hand is ever written over or removed, and nothing else stays behind.
/// Method: every combination of the three versions of a file.
@Suite struct FileDecisionTests {
    static let a = FileVersion("a")
    static let b = FileVersion("b")
    static let c = FileVersion("c")
    static let versions: [FileVersion?] = [nil, a, b, c]

    @Test("each story of one file ends as a person would expect")
    func stories() {
        let (a, b, c) = (Self.a, Self.b, Self.c)
        let decide = { (applied: FileVersion?, desired: FileVersion?, there: FileVersion?) in
            FileDecision(applied: applied, desired: desired, there: there)
        }
        #expect(decide(nil, a, nil) == .write(a), "a new file comes")
        #expect(decide(a, b, a) == .write(b), "an untouched file is brought up to date")
        #expect(decide(a, nil, a) == .remove, "a file whose feature went is removed")
        #expect(decide(a, nil, b) == .release, "unless it was edited")
        #expect(decide(a, a, b) == .keepEdited)
        #expect(decide(a, b, c) == .merge(base: a, there: c, desired: b))
        #expect(decide(a, b, nil) == .keepRemoved)
        #expect(decide(nil, a, b) == .keepExisting)
        #expect(decide(a, b, b) == .same, "somebody brought it by hand")
    }

    @Test("no combination writes over or removes a version that a person made")
    func noEditIsLost() {
        for applied in Self.versions {
            for desired in Self.versions {
                for there in Self.versions where there != nil && there != applied {
                    let decision = FileDecision(applied: applied, desired: desired, there: there)
                    switch decision {
                    case .write, .remove: Issue.record("\(applied as Any) \(desired as Any) lost")
                    default: break
                    }
                }
            }
        }
    }

    @Test("deciding again after the decision was carried out finds nothing to do")
    func isStable() {
        for applied in Self.versions {
            for desired in Self.versions {
                for there in Self.versions {
                    let first = FileDecision(applied: applied, desired: desired, there: there)
                    let after: FileVersion?
                    switch first {
                    case .write(let version): after = version
                    case .remove: after = nil
                    default: continue
                    }
                    let second = FileDecision(applied: desired, desired: desired, there: after)
                    #expect(second == .same)
                }
            }
        }
    }

    @Test("a copy of something the centre once had is brought up to date without a lock")
    func adoptedCopies() {
        let old = FileDecision(
            applied: nil, desired: Self.b, there: Self.a, isFromCentre: { $0 == Self.a })
        #expect(old == .write(Self.b))
        let own = FileDecision(
            applied: nil, desired: Self.b, there: Self.c, isFromCentre: { $0 == Self.a })
        #expect(own == .keepExisting)
        let replaced = FileDecision(
            applied: nil, desired: Self.b, there: Self.c, replacesExisting: true)
        #expect(replaced == .write(Self.b))
    }

    private func desired(_ files: FileTree) -> DesiredFiles {
        var desired = DesiredFiles()
        for (path, version) in files {
            desired.add(path, .init(version: version, feature: "f", source: path))
        }
        desired.finish()
        return desired
    }

    private func change(
        _ lock: FileTree?, _ wanted: FileTree, _ there: FileTree
    ) -> ConsumerChange {
        let old = lock.map { files in
            ConsumerLock(
                fleet: "x", centre: "1", desired: Fingerprint([]),
                files: files.mapValues { .init($0, feature: "f") })
        }
        return ConsumerChange(
            fleet: "x", centre: "2", lock: old, desired: desired(wanted), there: there)
    }

    @Test("a repository that has everything is not changed, with a lock or without")
    func nothingToDo() {
        let files = ["ci/a": Self.a, "ci/b": Self.b]
        #expect(!change(nil, files, files).isNeeded)
        #expect(!change(files, files, files).isNeeded)
    }

    @Test("what comes, goes and stays is told apart in one change")
    func mixedChange() {
        let change = change(
            ["old": Self.a, "edited": Self.a, "kept": Self.a, "gone": Self.a],
            ["new": Self.b, "edited": Self.a, "kept": Self.b, "gone": Self.b],
            ["old": Self.a, "edited": Self.c, "kept": Self.a, "own": Self.c])
        #expect(change.writes == ["new": Self.b, "kept": Self.b])
        #expect(change.removals == ["old"])
        #expect(change.notes == [.init("edited", .edited), .init("gone", .removedByHand)])
        #expect(Set(change.lock.files.keys) == ["new", "edited", "kept", "gone"])
        #expect(change.lock.files["gone"]?.blob == "a", "or it would come back")
    }

    @Test("a merge that collides leaves file and lock as they were, and says so each time")
    func conflicts() {
        var change = change(["f": Self.a], ["f": Self.b], ["f": Self.c])
        #expect(change.merges.count == 1)
        change.settle(["f": .conflict])
        #expect(!change.isNeeded)
        #expect(change.notes == [.init("f", .conflict)])
        #expect(change.lock.files["f"]?.blob == "a")
    }

    @Test("a merge without collision is written, and counts as brought")
    func merges() {
        var change = change(["f": Self.a], ["f": Self.b], ["f": Self.c])
        change.settle(["f": .clean(FileVersion("joined"))])
        #expect(change.writes == ["f": FileVersion("joined")])
        #expect(change.lock.files["f"]?.blob == "b")
    }

    @Test("a file never takes the place of a folder, nor the other way round")
    func foldersAndFiles() {
        let below = change(nil, ["ci/task": Self.a], ["ci": Self.b])
        #expect(!below.isNeeded)
        #expect(below.notes == [.init("ci/task", .existing)])
        let above = change(nil, ["ci": Self.a], ["ci/own": Self.b])
        #expect(!above.isNeeded)
    }

    @Test("features that do not fit together are refused by name")
    func clashes() {
        var files = DesiredFiles()
        files.add("ci/a", .init(version: Self.a, feature: "one", source: "x"))
        files.add("ci/a", .init(version: Self.a, feature: "two", source: "y"))
        #expect(files.problems.isEmpty, "the same file from two features is fine")
        files.add("ci/a", .init(version: Self.b, feature: "two", source: "y"))
        files.add("CI/A", .init(version: Self.a, feature: "one", source: "x"))
        files.add("ci/a/b", .init(version: Self.a, feature: "one", source: "x"))
        files.add(
            "link", .init(version: FileVersion("l", .link), feature: "one", source: "x"))
        files.finish()
        #expect(files.problems.count == 4)
    }

    @Test("vendored paths land where they are told, with their prefix off")
    func vendoring() {
        let tree: FileTree = [
            "shared/ci/tasks/rust-check.sh": Self.a, "shared/ci/tasks/common.sh": Self.b,
            "shared/ci/rust-x.yml": Self.c, "other": Self.a,
        ]
        var files = DesiredFiles()
        let feature = Feature(vendor: [
            .init(from: "shared/ci", to: "ci", include: ["**/rust-*"], stripPrefix: "rust-"),
            .init(from: "other", to: "docs/other.txt"),
        ])
        files.add(feature, named: "rust", from: tree)
        #expect(Set(files.entries.keys) == ["ci/tasks/check.sh", "ci/x.yml", "docs/other.txt"])
        files.add(Feature(vendor: [.init(from: "nowhere", to: "x")]), named: "z", from: tree)
        #expect(files.problems.map(\.code) == [.fleetNothingFound])
    }

    @Test("the lock reads back as it was written, the same bytes each time")
    func lockRoundTrip() throws {
        let lock = change(nil, ["ci/a": Self.a, "b": Self.b], [:]).lock
        #expect(try ConsumerLock.read(lock.bytes) == lock)
        #expect(lock.bytes == lock.bytes)
        #expect(lock.bytes.last == 0x0A)
    }
}
