extension Diagnostic {
    /// A stable name for one kind of diagnostic, such as `source.no-replica-identity`.
    ///
    /// Modules declare theirs in an extension beside the code that reports them.
    package struct Code: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible,
        ExpressibleByStringLiteral
    {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }
        package init(stringLiteral value: String) { rawValue = value }

        package var description: String { rawValue }
    }
}
