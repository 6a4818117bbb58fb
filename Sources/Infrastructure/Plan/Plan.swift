/// A plan as `terraform show -json` or `tofu show -json` prints it.
///
/// Formats 1.0 to 1.2 are known; later ones with the same major number add keys, which are ignored.
package struct Plan: Hashable, Sendable {
    package struct FormatVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
        package let major: Int
        package let minor: Int

        package init(major: Int, minor: Int) {
            self.major = major
            self.minor = minor
        }

        package var description: String { "\(major).\(minor)" }

        package static func < (one: Self, other: Self) -> Bool {
            (one.major, one.minor) < (other.major, other.minor)
        }
    }

    package var format: FormatVersion
    /// The version of the program that made the plan.
    package var programVersion: String?
    /// Values of the root module's variables. They carry no mark of their own: whether one is
    /// sensitive stands in ``configuration``.
    package var variables: [String: JSONValue] = [:]
    package var resourceChanges: [ResourceChange] = []
    /// What was changed outside of the program since the state was written.
    package var drift: [ResourceChange] = []
    /// What the program put off to a later plan.
    package var deferred: [ResourceChange] = []
    package var outputChanges: [String: Change] = [:]
    /// The configuration, whose shape only ``SecretCollector`` and ``Inventory`` look into.
    package var configuration: JSONValue = .null
    package var plannedValues: JSONValue = .null
    package var priorState: JSONValue = .null
    /// Planning ended with an error: what stands here is only a part.
    package var isErrored = false
    /// Whether applying it would bring the whole configuration about.
    package var isComplete = true

    package init(format: FormatVersion) { self.format = format }
}
