/// Everything found wrong with one source text: one error from reading it, or all from resolving.
package struct SourceErrors: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Never empty; in the order in which they were found.
    package let errors: [SourceError]

    package init(file: String, errors: [SourceError]) {
        self.file = file
        self.errors = errors
    }

    package var description: String {
        errors.map { "\(file):\($0.position.line):\($0.position.column): \($0.message)" }
            .joined(separator: "\n")
    }
}
