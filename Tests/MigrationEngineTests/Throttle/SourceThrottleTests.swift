import MigrationCore
import Testing

@testable import MigrationEngine

@Suite("Throttle, at work: a limit that is given holds, and can be changed meanwhile")
struct SourceThrottleTests {
    private func limits(rate: Int64? = nil, statements: Int? = nil) -> ThrottleLimits {
        var limits = ThrottleLimits()
        limits.copyRate = rate.map { ByteCount($0) }
        limits.statementRate = statements
        return limits
    }

    private func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start).seconds
    }

    @Test("bytes take as long as their rate says, over all workers together")
    func bytes() async {
        let throttle = SourceThrottle(limits(rate: 10 << 20))
        let took = await seconds {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        throttle.pay(bytes: 1 << 20, after: .milliseconds(1))
                        throttle.pay(bytes: 1 << 20, after: .milliseconds(1))
                    }
                }
            }
        }
        #expect(took >= 0.39)
    }

    @Test("without a limit nobody waits")
    func free() async throws {
        let throttle = SourceThrottle(limits())
        let took = try await seconds {
            for _ in 0..<1000 { throttle.pay(bytes: 1 << 30, after: .seconds(1)) }
            for _ in 0..<1000 { try await throttle.payForStatement() }
        }
        // A limit of any kind would have taken a quarter of an hour.
        #expect(took < 300)
    }

    @Test("statements come no faster than their rate")
    func statements() async throws {
        let throttle = SourceThrottle(limits(statements: 20))
        let took = try await seconds {
            for _ in 0..<9 { try await throttle.payForStatement() }
        }
        #expect(took >= 0.39)
    }

    @Test("a worker that already waits takes up a new limit")
    func changed() async {
        let throttle = SourceThrottle(limits(rate: 1024))
        let took = await seconds {
            async let waiting: Void = Task.detached {
                throttle.pay(bytes: 1 << 20, after: .zero)
            }.value
            try? await Task.sleep(for: .milliseconds(100))
            throttle.change(limits())
            await waiting
        }
        // At its old limit it would have taken a quarter of an hour.
        #expect(took < 300)
    }

    @Test("above a ceiling a worker rests, in proportion to how long it worked")
    func resting() async {
        var ceiling = limits()
        ceiling.latencyCeiling = .milliseconds(10)
        let throttle = SourceThrottle(ceiling)
        throttle.take(SourceReading(latency: .milliseconds(50)))
        throttle.take(SourceReading(latency: .milliseconds(50)))
        #expect(throttle.share == 0.25)
        let took = await seconds { throttle.pay(bytes: 1, after: .milliseconds(50)) }
        #expect(took >= 0.14)
    }
}
