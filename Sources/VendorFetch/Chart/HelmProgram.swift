import Diagnostics
import VendorCore
import YAMLTree

/// Fetches a chart with a helm of the user's own, the one that `VENDIR_HELM_BINARY` names: for
/// repositories that only a plugin of it can reach.
///
/// Accounts go to helm through files that only we can read, never through its arguments.
struct HelmProgram: Sendable {
    let binary: String
    let chart: HelmChartSource
    let repositoryURL: String
    let name: String
    let account: (user: String, password: String)?

    private static let repository = "vendored"

    /// - Parameter folder: gets the chart's folder; it is made.
    func pull(into folder: String) async throws {
        try Disk.makeFolder(folder, permissions: 0o700)
        try await withTemporaryFolder { home in
            let program = Program(name: binary, environment: environment(home))
            var source = "\(repositoryURL)/\(name)"
            if repositoryURL.hasPrefix("oci://") {
                try write(login, to: "\(home)/registry.json")
            } else {
                try write(repositories, to: "\(home)/repositories.yaml")
                try await run(program, ["repo", "update"])
                source = "\(Self.repository)/\(name)"
            }
            let version = chart.version.isEmpty ? [] : ["--version", chart.version]
            try await run(program, ["pull", source, "--untar", "--untardir", folder] + version)
        }
    }

    private func environment(_ home: String) -> [String: String] {
        [
            "HELM_CACHE_HOME": home, "HELM_CONFIG_HOME": home, "HELM_DATA_HOME": home,
            "HELM_REPOSITORY_CONFIG": "\(home)/repositories.yaml",
            "HELM_REPOSITORY_CACHE": "\(home)/repositories",
            "HELM_REGISTRY_CONFIG": "\(home)/registry.json",
        ]
    }

    private func write(_ text: String, to file: String) throws(Diagnostic) {
        try Disk.write(Array(text.utf8), to: file, permissions: 0o600)
    }

    private var repositories: String {
        var lines = [
            "apiVersion: \"\"", "repositories:", "- name: \(Self.repository)",
            "  url: \(Self.scalar(repositoryURL))",
        ]
        if let account {
            lines.append("  username: \(Self.scalar(account.user))")
            lines.append("  password: \(Self.scalar(account.password))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var login: String {
        guard let account else { return "{}\n" }
        let host = GitExport.host(of: repositoryURL)
        let auth = Base64.encoded(Array("\(account.user):\(account.password)".utf8))
        return "{\"auths\": {\"\(host)\": {\"auth\": \"\(auth)\"}}}\n"
    }

    private static func scalar(_ text: String) -> String {
        YAMLPrinter.text(.string(text)).line
    }

    private func run(_ program: Program, _ arguments: [String]) async throws {
        let result: Program.Result
        do {
            result = try await program.run(arguments)
        } catch is Diagnostic {
            throw Diagnostic(
                .error, .chartFailed, "VENDIR_HELM_BINARY names \(binary), which cannot be run",
                hint: "Unset it: charts are fetched without helm then.")
        }
        guard result.isSuccess else {
            throw Diagnostic(
                .error, .chartFailed, "\(binary) \(arguments[0]) failed for the chart '\(name)'",
                detail: result.errors)
        }
    }
}
