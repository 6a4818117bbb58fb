/// Why rendering stopped, in the words of the message a person sees.
///
/// Layers put what they were doing in front: `Templating file 'a.yml': …`.
package struct TemplateFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// The same failure, said to have happened while doing `what`.
    package init(_ what: String, _ cause: any Error) {
        description = "\(what): \(Self.text(cause))"
    }

    /// What an error of any kind says.
    package static func text(_ error: any Error) -> String { String(describing: error) }
}

/// Runs `body`; a failure in it is reported as having happened while doing `what`.
func describing<Answer>(_ what: @autoclosure () -> String, _ body: () throws -> Answer) throws
    -> Answer
{
    do { return try body() } catch { throw TemplateFailure(what(), error) }
}
