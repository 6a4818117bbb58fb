import Testing

@testable import FleetCore

/// Goal: no commit reaches a wave before the wave ahead of it holds it, unless somebody says so.
/// Method: stories, and random courses of events from seeds.
@Suite struct RolloutTests {
    static let waves = [
        FleetFile.Wave(name: "canaries", repositories: ["a"]),
        FleetFile.Wave(name: "team", groups: ["t"]), FleetFile.Wave(name: "everyone"),
    ]

    @Test("a commit goes from wave to wave as each settles")
    func normalCourse() {
        var rollout = Rollout()
        rollout.apply(.head("1"), to: Self.waves)
        #expect(rollout.targets == ["canaries": "1"])
        rollout.apply(.settled(wave: "canaries"), to: Self.waves)
        #expect(rollout.target(of: "team") == "1")
        #expect(rollout.target(of: "everyone") == nil)
        rollout.apply(.head("2"), to: Self.waves)
        #expect(rollout.target(of: "team") == "1", "what no canary merged goes nowhere")
        rollout.apply(.settled(wave: "team"), to: Self.waves)
        #expect(rollout.target(of: "everyone") == "1")
    }

    @Test("a wave by hand waits for a person, and takes what the wave before it has")
    func byHand() {
        var waves = Self.waves
        waves[1].start = .byHand
        var rollout = Rollout()
        rollout.apply(.head("1"), to: waves)
        rollout.apply(.settled(wave: "canaries"), to: waves)
        #expect(rollout.target(of: "team") == nil)
        rollout.apply(.begun(wave: "team"), to: waves)
        #expect(rollout.target(of: "team") == "1")
    }

    @Test("in any order of events a wave is only offered what the one before it settled")
    func random() {
        for seed in 1...300 {
            var state = UInt64(seed)
            var rollout = Rollout()
            var settled: [String: Set<String>] = [:]
            for step in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let choice = Int(state >> 33) % 4
                if choice == 0 {
                    rollout.apply(.head("\(step)"), to: Self.waves)
                } else {
                    let name = Self.waves[choice - 1].name
                    if let target = rollout.target(of: name) {
                        settled[name, default: []].insert(target)
                    }
                    rollout.apply(.settled(wave: name), to: Self.waves)
                }
                for (before, wave) in zip(Self.waves, Self.waves.dropFirst()) {
                    guard let target = rollout.target(of: wave.name) else { continue }
                    let isKnown = settled[before.name]?.contains(target) == true
                    #expect(isKnown, "seed \(seed)")
                }
            }
        }
    }

    @Test("a wave is settled only when all of it is merged and green")
    func standings() {
        let good = WaveStanding.Member(name: "a", hasEverything: true, checks: .passed)
        let plain = WaveStanding.Member(name: "b", hasEverything: true, checks: .none)
        let running = WaveStanding.Member(name: "c", hasEverything: true, checks: .pending)
        let open = WaveStanding.Member(name: "d", hasEverything: false, checks: .passed)
        let red = WaveStanding.Member(name: "e", hasEverything: false, checks: .failed)
        #expect(WaveStanding([good, plain]) == .settled)
        #expect(WaveStanding([good, running]) == .waiting(on: ["c"]))
        #expect(WaveStanding([good, open]) == .waiting(on: ["d"]))
        #expect(WaveStanding([good, red, open]) == .stopped(by: ["e"]))
    }

    @Test(
        "an answer is taken, asked for again, or given up as the forge says",
        arguments: [
            (200, [:], 1, RetryDecision.take), (404, [:], 1, .take), (422, [:], 1, .take),
            (403, [:], 1, .take),
            (502, [:], 1, .wait(seconds: 0.5, holdsEverybody: false)),
            (502, [:], 3, .wait(seconds: 2, holdsEverybody: false)), (502, [:], 5, .giveUp),
            (429, ["retry-after": "7"], 1, .wait(seconds: 7, holdsEverybody: true)),
            (
                403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"], 1,
                .wait(seconds: 30, holdsEverybody: true)
            ),
            (403, ["x-ratelimit-remaining": "9", "x-ratelimit-reset": "1030"], 1, .take),
            (429, ["ratelimit-reset": "1012"], 1, .wait(seconds: 12, holdsEverybody: true)),
            (429, ["retry-after": "4000"], 1, .giveUp),
        ] as [(Int, [String: String], Int, RetryDecision)])
    func retries(
        _ status: Int, _ headers: [String: String], _ attempt: Int, _ expected: RetryDecision
    ) {
        let decision = RetryDecision(
            .answer(status: status, headers: headers), attempt: attempt, of: 5, now: 1000,
            longestWait: 300)
        #expect(decision == expected)
    }

    @Test("a page shows first what somebody has to look at, and how the last sync ended")
    func worstFirst() throws {
        var rows = [FleetReport.Result.current, .proposed, .failed].enumerated().map {
            FleetReport.Row(repository: "acme/\($0.offset)", wave: "w", result: $0.element)
        }
        rows[1].request = .init(number: 4, url: "https://forge.example/4", checks: .failed)
        rows[2].last = .init(
            result: .proposed, detail: nil, time: "2026-11-29T22:40:11Z")
        let report = FleetReport(fleet: "f", centre: "c", waves: [], repositories: rows)
        let page = report.page(time: "now")
        let places = try ["acme/1", "acme/2", "acme/0"].map {
            try #require(page.firstRange(of: $0)).lowerBound
        }
        #expect(places == places.sorted())
        #expect(page.contains("last sync: proposed 2026-11-29 22:40"))
        #expect(report.table.contains("last sync"))
        rows[2].last = nil
        let other = FleetReport(fleet: "f", centre: "c", waves: [], repositories: rows)
        #expect(!other.table.contains("last sync"))
    }

    @Test("what many repositories have in common is said once")
    func commonDetail() {
        let rows = (1...5).map {
            FleetReport.Row(
                repository: "acme/\($0)", wave: "w", result: .failed,
                detail: $0 == 2 ? "no value" : "the forge is down")
        }
        let report = FleetReport(fleet: "f", centre: "c", waves: [], repositories: rows)
        let lines = report.table.split(separator: "\n").suffix(2)
        #expect(
            Array(lines) == [
                "acme/1, acme/3, acme/4 and 1 more: the forge is down", "acme/2: no value",
            ])
    }

    @Test("a page shows what it is given as text, never as markup")
    func page() {
        var row = FleetReport.Row(
            repository: "a/<b>", wave: "w", result: .failed, detail: "<script>x</script>")
        row.request = .init(number: 4, url: "javascript:alert(1)", checks: .failed)
        row.drift = [.init("ci/\"x\"", .edited)]
        let report = FleetReport(
            fleet: "f", centre: "0123456789abc",
            waves: [.init(name: "w", target: nil, standing: "has not begun")], repositories: [row])
        let page = report.page(time: "now")
        #expect(page.contains("a/&lt;b&gt;"))
        #expect(!page.contains("<script"))
        #expect(!page.contains("href=\"javascript"))
        #expect(page.contains("#4"))
        #expect(report.table.contains("a/<b>"))
        #expect(report.summary == "1 failed")
    }
}
