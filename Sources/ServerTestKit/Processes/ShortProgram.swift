import Diagnostics
import FoundationEssentials
import Glibc

/// A program that runs, prints and ends: initdb, psql, `postgres --version`.
struct ShortProgram {
    var program: String
    var arguments: [String] = []
    var environment: [String: String] = [:]
    var folder = "/"
    /// A file that becomes its standard input.
    var inputFile: String?

    struct Outcome {
        let status: Int32
        /// What it wrote to standard output and standard error, in that order of time.
        let output: String
    }

    /// Runs to the end, however the program ends.
    func run() throws(Diagnostic) -> Outcome {
        let pipe = try Pipe()
        let input = try inputFile.map { path throws(Diagnostic) in try OpenFile(reading: path) }
        let child = try ChildProcess(
            .init(
                program: program, arguments: arguments, environment: environment,
                folder: folder, input: input?.descriptor, output: pipe.writer.descriptor))
        pipe.writer.close()
        let output = pipe.reader.readToEnd()
        return Outcome(status: child.wait(), output: output)
    }

    /// Runs to the end and insists on status zero.
    @discardableResult
    func check() throws(Diagnostic) -> String {
        let outcome = try run()
        guard outcome.status == 0 else {
            throw Diagnostic(
                .error, .programFailed,
                "\(program) ended with status \(outcome.status)",
                detail: lastLines(of: outcome.output, 20))
        }
        return outcome.output
    }
}

/// The end of a log, which is where the reason stands.
func lastLines(of text: String, _ count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).suffix(count)
        .joined(separator: "\n")
}
