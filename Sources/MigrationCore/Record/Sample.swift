/// How far things were at one moment of a migration.
package struct Sample: Hashable, Sendable, Codable {
    /// Seconds since 1970, by this machine's clock: for drawing, never for deciding.
    package var at: Double
    package var phase: String
    /// Bytes of the serving side's log that the other side has yet to apply.
    package var lagBytes: Int64?
    /// The same of each stream, where there are several.
    package var streamLagBytes: [Int64]?
    /// Bytes of the serving side's log that our slots hold back.
    package var retainedBytes: Int64?
    /// Where the serving side's log ended.
    package var logPosition: UInt64?
    /// Bytes that the initial copy has carried so far.
    package var copiedBytes: Int64?

    /// The lag of one stream; nil where it did not run.
    package func streamLag(_ stream: Int) -> Int64? {
        streamLagBytes.flatMap { stream < $0.count ? $0[stream] : nil }
    }

    package init(at: Double, phase: String) {
        self.at = at
        self.phase = phase
    }
}

/// Samples of a migration that may take days, in bounded space: when there are too many, every
/// second one goes, and the peaks stay.
package struct SampleSeries: Hashable, Sendable {
    package private(set) var samples: [Sample]
    private let limit: Int

    package init(_ samples: [Sample] = [], limit: Int = 720) {
        self.samples = samples
        self.limit = max(4, limit)
        while self.samples.count > self.limit { thin() }
    }

    package mutating func add(_ sample: Sample) {
        samples.append(sample)
        if samples.count > limit { thin() }
    }

    /// Joins neighbours: the later one with the larger lag of both. The newest stays as it is.
    private mutating func thin() {
        var kept: [Sample] = []
        var index = 0
        while index < samples.count {
            guard index + 1 < samples.count else {
                kept.append(samples[index])
                break
            }
            var joined = samples[index + 1]
            joined.lagBytes = [samples[index].lagBytes, joined.lagBytes].compactMap { $0 }.max()
            joined.retainedBytes =
                [samples[index].retainedBytes, joined.retainedBytes].compactMap { $0 }.max()
            kept.append(joined)
            index += 2
        }
        samples = kept
    }
}
