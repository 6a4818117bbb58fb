import Diagnostics
import Foundation

/// The commands that are used, each once. All of them read, but for ``initialize(_:)`` and
/// ``installModules()``, which fill the folder `.terraform`.
extension ToolRun {
    package func initialize(_ more: [String] = []) async throws {
        try await run(["init", "-input=false", "-no-color"] + more)
    }

    /// Modules only: providers and backend stay as the team initialised them.
    func installModules() async throws { try await run(["get", "-no-color"]) }

    /// The state as it is, with serial and lineage; nil where there is none yet.
    package func pullState() async throws -> StateFile? {
        let bytes = try await run(["state", "pull"])
        guard !bytes.isEmpty else { return nil }
        return try StateFile.read(bytes)
    }

    /// What `show -json` says of the state: values with the marks of the providers' schemas.
    package func showState() async throws -> JSONValue {
        try parsed(try await run(["show", "-json", "-no-color"]))
    }

    package func outputs() async throws -> [String: StateFile.Output] {
        let value = try parsed(try await run(["output", "-json", "-no-color"]))
        return (value.object ?? [:]).mapValues {
            StateFile.Output(
                value: $0["value"] ?? .null, isSensitive: $0["sensitive"]?.bool ?? false)
        }
    }

    package func providerSchemas() async throws -> ProviderSchemas {
        try ProviderSchemas.read(try await run(["providers", "schema", "-json"]))
    }

    package func workspace() async throws -> String {
        String(decoding: try await run(["workspace", "show"]), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Plans and reads the plan. The saved plan holds the whole state, so it lies in a folder that
    /// only this user can open, for as long as this call takes.
    ///
    /// - Parameters:
    ///   - refreshes: whether the providers are asked what is really there.
    ///   - locks: whether the state's lock is taken meanwhile; a proof on a copy needs none.
    ///   - more: further options, such as `-var-file=…`; never a value.
    package func plan(
        refreshes: Bool = true, locks: Bool = true, _ more: [String] = []
    ) async throws -> Plan {
        try await withPlan(refreshes: refreshes, locks: locks, more) { plan, _ in plan }
    }

    /// The same with the saved plan, which can be applied as long as the body runs.
    func withPlan<Answer>(
        refreshes: Bool = true, locks: Bool = true, _ more: [String] = [],
        _ body: (Plan, String) async throws -> Answer
    ) async throws -> Answer {
        try await PrivateFolder.with { folder in
            let file = folder.file("plan.bin")
            let output = try await attempt(
                [
                    "plan", "-input=false", "-no-color", "-out=\(file)", "-refresh=\(refreshes)",
                    "-lock=\(locks)",
                ] + more)
            guard output.status == 0 else {
                throw Diagnostic(
                    .error, .infrastructureToolFailed,
                    "\(tool.kind.rawValue) plan failed in \(directory)", detail: output.complaint)
            }
            let plan = try Plan.read(try await run(["show", "-json", "-no-color", file]))
            return try await body(plan, file)
        }
    }

    private func parsed(_ bytes: Data) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Diagnostic(
                .error, .infrastructureToolFailed,
                "what \(tool.kind.rawValue) printed is not JSON")
        }
    }
}
