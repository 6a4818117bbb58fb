import Measuring
import Testing

@Suite("Figures: a ratio is what was measured, and says so when nothing was")
struct FigureTests {
    private let pairs = [
        Pair(ours: 1, other: 2), Pair(ours: 3, other: 2), Pair(ours: 1.6, other: 2),
    ]

    @Test("the ratio is the median of the pairs' ratios, between the smallest and the largest")
    func ratio() {
        let figure = Figure("copy", against: "another", unit: "s", pairs: pairs, goal: 0.9)
        #expect(figure.ours == 1.6)
        #expect(figure.other == 2)
        #expect(figure.ratio == 0.8)
        #expect(figure.lowest == 0.5)
        #expect(figure.highest == 1.5)
        #expect(figure.meetsGoal == true)
    }

    @Test("where more is better, a goal is met from above")
    func moreIsBetter() {
        let figure = Figure(
            "rows", against: "another", unit: "rows/s", pairs: pairs, goal: 0.9, moreIsBetter: true)
        #expect(figure.meetsGoal == false)
    }

    @Test("a line that was not measured has a reason and no numbers")
    func notRun() {
        let figure = Figure.notRun("copy", against: "pgcopydb", because: "it is not here")
        #expect(figure.note == "not run: it is not here")
        #expect(!figure.isRun)
        #expect(figure.meetsGoal == nil)
        #expect(FigureTable(title: "t", figures: [figure]).text.contains("not run: it is not here"))
        #expect(FigureTable(title: "t", figures: [figure]).markdown.contains("not run: it is"))
    }

    @Test("a figure by itself has its goal and its reason")
    func lines() {
        let run = Figure(
            "copy", against: "another", unit: "s", pairs: pairs, goal: 0.7, note: "a note")
        let missing = Figure.notRun("copy", against: "pgcopydb", because: "it is not here")
        #expect(
            FigureTable(title: "t", figures: [run, missing]).lines == [
                "copy, another, 1.60 s, 2.00 s, 0.80, 0.50–1.50 of 3, ≤ 0.70 MISSED, a note",
                "copy, pgcopydb, not run: it is not here",
            ])
    }

    @Test("a pair with nothing on the other side has no ratio")
    func nothing() {
        #expect(Pair(ours: 1, other: 0).ratio == nil)
        #expect(!Figure("x", against: "y", unit: "s", pairs: [Pair(ours: 1, other: 0)]).isRun)
    }

    @Test("a missed goal is shouted, a met one is not")
    func goals() {
        let missed = Figure("a", against: "b", unit: "s", pairs: pairs, goal: 0.7)
        let met = Figure("a", against: "b", unit: "s", pairs: pairs, goal: 0.9)
        #expect(FigureTable(title: "", figures: [missed]).text.contains("≤ 0.70 MISSED"))
        #expect(!FigureTable(title: "", figures: [met]).text.contains("MISSED"))
    }

    @Test(
        "numbers are rounded to the digits that are asked for",
        arguments: [(1.005, 1, "1.0"), (0.05, 1, "0.1"), (12.3456, 2, "12.35"), (-1.26, 1, "-1.3")])
    func digits(value: Double, places: Int, text: String) {
        #expect(decimals(value, places) == text)
    }

    @Test("percentiles are values that were measured")
    func percentiles() {
        let values = (1...200).map(Double.init)
        #expect(percentile(0.99, values) == 198)
        #expect(percentile(0.5, values) == 100)
        #expect(percentile(1, values) == 200)
        #expect(percentile(0.5, []) == nil)
        #expect(median([]) == nil)
        #expect(median([3, 1, 2, 10]) == 2.5)
    }
}
