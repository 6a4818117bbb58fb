import MigrationCore
import Testing

@Suite("Throttle: the source's clients come first")
struct ThrottleTests {
    private func limits(latency: Duration? = .milliseconds(20), lag: Duration? = nil)
        -> ThrottleLimits
    {
        var limits = ThrottleLimits()
        limits.latencyCeiling = latency
        limits.replicaLag = lag
        return limits
    }

    @Test("without a ceiling nobody rests")
    func noCeiling() {
        var governor = ThrottleGovernor()
        governor.take(SourceReading(latency: .seconds(10)), limits(latency: nil))
        #expect(governor.share == 1)
        #expect(governor.rest(after: .seconds(1)) == .zero)
    }

    @Test("above a ceiling the share falls by half, down to a floor that is not zero")
    func falling() {
        var governor = ThrottleGovernor()
        governor.take(SourceReading(latency: .milliseconds(25)), limits())
        #expect(governor.share == 0.5)
        #expect(governor.rest(after: .milliseconds(10)) == .milliseconds(10))
        for _ in 0..<50 { governor.take(SourceReading(latency: .seconds(1)), limits()) }
        #expect(governor.share == ThrottleGovernor.floor)
    }

    @Test("well below the ceilings it rises again to everything, and near one it stays")
    func rising() {
        var governor = ThrottleGovernor()
        for _ in 0..<10 { governor.take(SourceReading(latency: .seconds(1)), limits()) }
        let low = governor.share
        governor.take(SourceReading(latency: .milliseconds(18)), limits())
        #expect(governor.share == low)
        var looks = 0
        while governor.share < 1, looks < 100 {
            governor.take(SourceReading(latency: .milliseconds(2)), limits())
            looks += 1
        }
        #expect(governor.share == 1)
        #expect(looks > 10)
    }

    @Test("a replica that falls behind counts as much as slow writes")
    func replicas() {
        var governor = ThrottleGovernor()
        let both = limits(lag: .seconds(5))
        governor.take(
            SourceReading(latency: .milliseconds(1), replicaLag: .seconds(6)), both)
        #expect(governor.share == 0.5)
        governor.take(SourceReading(latency: .milliseconds(1), replicaLag: nil), both)
        #expect(governor.share > 0.5)
    }

    @Test("an order changes what it names, and none takes a limit away")
    func orders() throws {
        var file = limits()
        file.copyRate = ByteCount(50 << 20)
        var order = ThrottleOrder()
        let taken = [order.set(.copyRate, to: "20MB"), order.set(.latencyCeiling, to: "none")]
        #expect(taken == [true, true])
        let read = try #require(ThrottleOrder(reading: order.text))
        #expect(read == order)
        let now = try #require(read.applied(to: file))
        #expect(now.copyRate == ByteCount(20 << 20))
        #expect(now.latencyCeiling == nil)
        #expect(now.statementRate == nil)
    }

    @Test(
        "an order that makes no sense changes nothing",
        arguments: [
            (ThrottleOrder.Key.copyRate, "fast"), (.copyRate, "0MB"), (.statementRate, "-1"),
            (.statementRate, "1.5"), (.latencyCeiling, "20"), (.replicaLag, "0s"),
        ])
    func nonsense(key: ThrottleOrder.Key, value: String) {
        var order = ThrottleOrder()
        let isTaken = order.set(key, to: value)
        #expect(!isTaken)
        #expect(order == ThrottleOrder())
        #expect(ThrottleOrder(reading: "\(key.rawValue): \(value)\n") == nil)
    }

    @Test("a file with an unknown key is no order")
    func unknownKey() {
        #expect(ThrottleOrder(reading: "speed: 20MB\n") == nil)
        #expect(ThrottleOrder(reading: "copy_rate\n") == nil)
        #expect(ThrottleOrder(reading: "") == ThrottleOrder())
    }

    @Test("the migration file gives the limits")
    func file() throws {
        let (file, diagnostics) = MigrationFile.read(
            """
            migration: wallet
            source: {host: old}
            target: {host: new}
            databases: all
            traffic: none
            limits: {copy_rate: 20MB, statement_rate: 50, latency_ceiling: 20ms, replica_lag: 5s}
            """, file: "f")
        #expect(diagnostics == [])
        let throttle = try #require(file).limits.throttle
        #expect(throttle.copyRate == ByteCount(20 << 20))
        #expect(throttle.statementRate == 50)
        #expect(throttle.latencyCeiling == .milliseconds(20))
        #expect(throttle.replicaLag == .seconds(5))
    }
}
