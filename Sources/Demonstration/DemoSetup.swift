/// What the demo is asked for; the environment's `DEMO_…` variables change it.
package struct DemoSetup: Sendable {
    package var from = 15
    package var to = 17
    /// Transactions a second over all clients; zero for as many as they can.
    package var rate = 500.0
    package var clients = 8
    /// Seconds of writing before the first, between and after the switchovers.
    package var seconds = 5.0
    /// pgbench's scale for the tables that give the copy something to do.
    package var scale = 10
    /// The folder with Pagila; nil moves pgbench tables alone.
    package var pagila: String?

    package init() {}

    /// - Throws: the variable that makes no sense.
    package init(environment: [String: String]) throws(InvalidSetting) {
        from = try Self.number("DEMO_FROM", environment, from, 11...18)
        to = try Self.number("DEMO_TO", environment, to, 11...18)
        rate = Double(try Self.number("DEMO_RATE", environment, Int(rate), 0...100_000))
        clients = try Self.number("DEMO_CLIENTS", environment, clients, 1...150)
        seconds = Double(try Self.number("DEMO_SECONDS", environment, Int(seconds), 1...3600))
        scale = try Self.number("DEMO_SCALE", environment, scale, 1...10_000)
    }

    package struct InvalidSetting: Error, Sendable {
        package let name: String
        package let value: String
        package let range: ClosedRange<Int>
    }

    private static func number(
        _ name: String, _ environment: [String: String], _ standard: Int, _ range: ClosedRange<Int>
    ) throws(InvalidSetting) -> Int {
        guard let text = environment[name], !text.isEmpty else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw InvalidSetting(name: name, value: text, range: range)
        }
        return number
    }
}
