/// The history that each of both servers is on, as the first digits of its log's file names say.
///
/// A standby that takes over begins a new one. What its predecessor had not sent to it is lost,
/// while slots and subscriptions may believe that it is there.
package struct Timelines: Hashable, Sendable {
    package var source: String
    package var target: String

    package init(source: String = "", target: String = "") {
        self.source = source
        self.target = target
    }

    /// Reads what ``text`` wrote.
    package init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(source: parts[0], target: parts[1])
    }

    package var text: String { "\(source) \(target)" }
}
