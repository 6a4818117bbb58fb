import Templating

/// `ytt fmt`: not there yet.
enum FormatCommand {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ arguments: [String]) throws {
        throw Problem(description: "The command fmt is not available")
    }
}
