import Diagnostics
package import MigrationCore

/// Reads the version out of what a program prints about itself.
package enum ProgramVersion {
    /// `postgres (PostgreSQL) 15.18 (Debian …)`, `PgBouncer 1.24.1`, `postgres (PostgreSQL) 19beta2`.
    package static func numbers(in text: String) -> [Int]? {
        let words = text.split(whereSeparator: { $0.isWhitespace })
        guard let word = words.first(where: { $0.first?.isNumber == true }) else { return nil }
        let parts = word.split(separator: ".").map { $0.prefix { $0.isASCII && $0.isNumber } }
        let numbers = parts.compactMap { Int($0) }
        return numbers.isEmpty ? nil : numbers
    }

    package static func ofServer(printing text: String) -> ServerVersion? {
        guard let numbers = numbers(in: text) else { return nil }
        return ServerVersion(major: numbers[0], minor: numbers.count > 1 ? numbers[1] : 0)
    }

    /// Asks the program, which costs a few milliseconds.
    static func asked(of program: String) -> String? {
        guard isExecutable(program) else { return nil }
        let outcome = try? ShortProgram(
            program: program, arguments: ["--version"], environment: plainEnvironment()
        ).run()
        guard let outcome, outcome.status == 0 else { return nil }
        return outcome.output
    }
}
