import ArgumentParser

/// `apus vendor`: brings files of other repositories here, with the files and flags of vendir.
struct Vendor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Vendors files of other repositories, as vendir does.")

    @Argument(parsing: .captureForPassthrough, help: "see: apus vendor help")
    var arguments: [String] = []

    func run() async throws {
        let status = await VendorProgram(name: "apus vendor", isCompatible: false).run(arguments)
        if status != 0 { throw ExitCode(status) }
    }
}
