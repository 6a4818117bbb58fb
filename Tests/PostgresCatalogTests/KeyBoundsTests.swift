import PostgresCatalog
import Testing

@Suite("Bounds that cut a table at its keys")
struct KeyBoundsTests {
    @Test("lie evenly between the smallest and the largest value")
    func even() { #expect(cut([0, 100], into: 4) == [25, 50, 75]) }

    @Test("follow the statistics where values are uneven")
    func uneven() { #expect(cut([0, 10, 1000, 100_000], into: 3) == [10, 1000]) }

    @Test("are each given once, however few values there are")
    func few() {
        #expect(cut([5, 7], into: 16) == [6, 7])
        #expect(cut([5, 5], into: 4) == [])
        #expect(cut([], into: 4) == [])
    }

    @Test("reach from one end of the type to the other")
    func extremes() {
        let bounds = cut([.min, .max], into: 8)
        #expect(bounds.count == 7)
        #expect(bounds == bounds.sorted())
    }
}
