import Testing

@testable import ServerTestKit

@Suite("LatencyFigures: how long answers took")
struct LatencyFiguresTests {
    @Test("takes each percentile from the value that so many answers did not exceed")
    func percentiles() throws {
        let figures = try #require(LatencyFigures((1...1000).shuffled().map { .milliseconds($0) }))
        #expect(figures.count == 1000)
        #expect(figures.p50 == .milliseconds(500))
        #expect(figures.p99 == .milliseconds(990))
        #expect(figures.p999 == .milliseconds(999))
        #expect(figures.longest == .milliseconds(1000))
    }

    @Test("shows the one slow answer among few in every high percentile")
    func fewValues() throws {
        let figures = try #require(LatencyFigures([1, 1, 1, 90].map { .milliseconds($0) }))
        #expect(figures.p50 == .milliseconds(1))
        #expect(figures.p99 == .milliseconds(90))
        #expect(figures.p999 == .milliseconds(90))
    }

    @Test("is the same value everywhere when there is only one")
    func oneValue() throws {
        let figures = try #require(LatencyFigures([Duration.milliseconds(7)]))
        #expect(figures.p50 == .milliseconds(7))
        #expect(figures.longest == .milliseconds(7))
    }

    @Test("says nothing about nothing")
    func none() {
        #expect(LatencyFigures([Duration]()) == nil)
    }
}
