/// `range(start, stop, step)`: whole numbers that are computed, not stored.
public final class RangeValue: CustomStringConvertible {
    package let start: Int
    package let stop: Int
    package let step: Int
    package let count: Int

    /// `step` is not zero.
    init(start: Int, stop: Int, step: Int) {
        self.start = start
        self.stop = stop
        self.step = step
        // Bounds from a program fit in 32 bits; only slices of slices come near an overflow.
        if step > 0 {
            count = stop > start ? (stop &- 1 &- start) / step &+ 1 : 0
        } else {
            count = start > stop ? (start &- 1 &- stop) / (0 &- step) &+ 1 : 0
        }
    }

    package func element(at position: Int) -> Int { start &+ position &* step }

    func contains(_ number: Int) -> Bool {
        let (difference, overflow) = number.subtractingReportingOverflow(start)
        if overflow { return false }
        let (quotient, remainder) = difference.quotientAndRemainder(dividingBy: step)
        return remainder == 0 && quotient >= 0 && quotient < count
    }

    /// Whether both stand for the same numbers.
    func isEqual(to other: RangeValue) -> Bool {
        if count != other.count { return false }
        if count == 0 { return true }
        return start == other.start && (count == 1 || step == other.step)
    }

    func slice(from first: Int, to end: Int, step stride: Int) -> RangeValue {
        let (wide, overflow) = step.multipliedReportingOverflow(by: stride)
        // A step that large leaves one element at most, so any other large one does as well.
        let far = (step > 0) == (stride > 0) ? Int.max / 2 : Int.min / 2
        return RangeValue(
            start: start &+ step &* first, stop: start &+ step &* end, step: overflow ? far : wide)
    }

    /// As a program writes it, without what goes without saying.
    public var description: String {
        if step != 1 { return "range(\(start), \(stop), \(step))" }
        if start != 0 { return "range(\(start), \(stop))" }
        return "range(\(stop))"
    }
}
