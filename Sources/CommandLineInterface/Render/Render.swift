import ArgumentParser
import TemplateProgram

/// `apus render`: renders templates with the flags of ytt.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Renders YAML templates, text templates and overlays, as ytt does.")

    @Argument(parsing: .captureForPassthrough, help: "ytt's own flags; see: apus render help")
    var arguments: [String] = []

    func run() throws {
        let status = RenderProgram(name: "apus render").run(arguments)
        if status != 0 { throw ExitCode(status) }
    }
}
