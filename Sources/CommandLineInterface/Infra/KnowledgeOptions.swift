import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure

/// Which types of resources hold data, and what a team adds to that.
struct KnowledgeOptions: ParsableArguments {
    @Option(help: "A YAML file with more rules about types of resources; may be repeated.")
    var knowledge: [String] = []

    func read() throws -> Knowledge {
        try Self.read(knowledge)
    }

    static func read(_ files: [String]) throws -> Knowledge {
        try files.reduce(try Knowledge.builtIn()) { knowledge, file in
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Diagnostic(
                    .error, "file.unreadable", "could not read the rules in \(file)",
                    hint: "Name a file that is there with --knowledge.")
            }
            return try knowledge.adding(text, file: file)
        }
    }
}

/// One object or text; there is nothing here to print line by line.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
