/// Thrown where an attribute is missing, with the host's own words; a spelling hint may follow them.
package struct NoSuchAttribute: Error, Hashable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
