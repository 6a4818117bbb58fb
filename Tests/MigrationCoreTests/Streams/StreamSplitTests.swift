import MigrationCore
import Testing

@Suite("StreamSplit: what belongs together travels together, and the work is shared")
struct StreamSplitTests {
    private func name(_ text: String) -> QualifiedName { QualifiedName(schema: "s", name: text) }

    private func table(_ text: String, _ changes: Int64, bytes: Int64 = 0) -> StreamSplit.Table {
        StreamSplit.Table(name(text), changes: changes, bytes: bytes)
    }

    private func names(_ split: StreamSplit) -> [[String]] { split.streams.map { $0.map(\.name) } }

    @Test("the busiest tables are spread, each into the stream that has least to do")
    func balance() {
        let split = StreamSplit(
            [table("a", 60), table("b", 30), table("c", 25), table("d", 5)], bonds: [], bound: 2)
        #expect(names(split) == [["a"], ["b", "c", "d"]])
        #expect(split.helps)
    }

    @Test("tables that foreign keys join, directly or not, are never parted")
    func foreignKeys() {
        let split = StreamSplit(
            [table("a", 50), table("b", 50), table("c", 50), table("d", 10)],
            bonds: [.init(name("a"), name("b")), .init(name("c"), name("b"))], bound: 4)
        #expect(names(split) == [["a", "b", "c"], ["d"]])
    }

    @Test("partitions of one table stay together through their root, which holds no rows")
    func partitions() {
        let split = StreamSplit(
            [table("p1", 10), table("p2", 10), table("x", 1)],
            bonds: [.init(name("p1"), name("root")), .init(name("p2"), name("root"))], bound: 8)
        #expect(names(split) == [["p1", "p2"], ["x"]])
    }

    @Test("where nothing was counted, sizes decide")
    func sizes() {
        let split = StreamSplit(
            [table("a", 0, bytes: 100), table("b", 0, bytes: 90), table("c", 0, bytes: 20)],
            bonds: [], bound: 2)
        #expect(names(split) == [["a"], ["b", "c"]])
    }

    @Test("where the server knows neither changes nor sizes, every stream gets as many tables")
    func unknown() {
        let split = StreamSplit(
            [table("a", 0), table("b", 0), table("c", 0), table("d", 0)], bonds: [], bound: 2)
        #expect(names(split) == [["a", "c"], ["b", "d"]])
        #expect(split.share == 0.5)
    }

    @Test("streams do not help where one table takes nearly all changes, or all are joined")
    func noHelp() {
        #expect(!StreamSplit([table("a", 96), table("b", 1)], bonds: [], bound: 4).helps)
        let joined = StreamSplit(
            [table("a", 1), table("b", 1)], bonds: [.init(name("a"), name("b"))], bound: 4)
        #expect(!joined.helps)
        #expect(names(joined) == [["a", "b"]])
    }

    @Test("no tables are one stream without any")
    func empty() {
        #expect(StreamSplit([], bonds: [], bound: 3).streams == [[]])
    }

    @Test("a table that has a stream keeps it; a new one joins its relatives or the emptiest")
    func keeping() {
        let split = StreamSplit(
            keeping: [name("a"): 0, name("b"): 1], count: 3,
            [table("a", 0), table("b", 0), table("child", 0), table("lone", 0)],
            bonds: [.init(name("child"), name("b"))])
        #expect(names(split) == [["a"], ["b", "child"], ["lone"]])
    }

    @Test("automatic leaves a worker free and shares the rest among the databases")
    func bounds() {
        #expect(StreamLimit.automatic.bound(workers: 4, databases: 1) == 3)
        #expect(StreamLimit.automatic.bound(workers: 4, databases: 2) == 1)
        #expect(StreamLimit.automatic.bound(workers: 64, databases: 1) == 4)
        #expect(StreamLimit.automatic.bound(workers: nil, databases: 1) == 1)
        #expect(StreamLimit.exactly(6).bound(workers: 4, databases: 1) == 6)
        #expect(StreamLimit("automatic") == .automatic)
        #expect(StreamLimit("3") == .exactly(3))
        #expect(StreamLimit("0") == nil)
        #expect(StreamLimit("many") == nil)
    }
}
