import Diagnostics
import Foundation
import Infrastructure
import MigrationCore
import MigrationEngine

/// Fills in what a migration file takes from outputs, before anything is connected.
///
/// The program that stands guard over a switchover has no time to ask: it finds the few outputs
/// that are needed in its environment, as programs find passwords there.
struct ServerOutputs {
    private static let handedOn = "APUS_INFRASTRUCTURE_OUTPUTS"

    static func resolve(
        _ file: MigrationFile, _ folder: StateFolder
    ) async throws -> MigrationFile {
        let names = Side.allCases.flatMap { wanted(file.servers[$0]) }
        guard !names.isEmpty, let entry = file.infrastructure else { return file }
        let outputs = try await outputs(Set(names), entry)
        var file = file
        let remembered = remembered(in: folder)
        for side in Side.allCases {
            // What was remembered wins over the output, as what stands in the file does.
            file.servers[side].keywords.merge(remembered[side.rawValue] ?? [:]) { written, _ in
                written
            }
            try fill(&file.servers[side], side, outputs)
        }
        try refuseOneServer(file)
        return file
    }

    // MARK: After the infrastructure follows

    /// Once the change after the move is applied, the output that named the source names the target:
    /// what a migration began with is kept for as long as it lasts.
    private static let record = "servers.json"

    static func remember(
        _ file: MigrationFile, readFrom original: MigrationFile, in folder: StateFolder
    ) {
        guard !folder.holds(record) else { return }
        var servers: [String: [String: String]] = [:]
        for side in Side.allCases where original.servers[side].fromOutput != nil {
            servers[side.rawValue] = file.servers[side].keywords.filter {
                ["host", "hostaddr", "port"].contains($0.key)
            }
        }
        guard !servers.isEmpty, let bytes = try? JSONEncoder().encode(servers) else { return }
        try? folder.write(String(decoding: bytes, as: UTF8.self), to: record)
    }

    static func forget(in folder: StateFolder) { folder.remove(record) }

    private static func remembered(in folder: StateFolder) -> [String: [String: String]] {
        let text = folder.read(record) ?? ""
        return
            (try? JSONDecoder().decode([String: [String: String]].self, from: Data(text.utf8)))
            ?? [:]
    }

    private static func refuseOneServer(_ file: MigrationFile) throws {
        func place(_ side: Side) -> [String?] {
            ["host", "hostaddr", "port"].map { file.servers[side].keywords[$0] }
        }
        guard place(.source) == place(.target), file.servers.source.fromOutput != nil else {
            return
        }
        throw Diagnostic(
            .error, .outputUnusable, "the outputs name one server as source and as target",
            detail:
                "After the change that follows a move is applied, an output of the old server's "
                + "address names the new one.",
            hint: "Write `host` and `port` of the old server under `source`.")
    }

    private static func wanted(_ entry: ServerEntry) -> [String] {
        var names = [entry.fromOutput].compactMap { $0 }
        if case .output(let name) = entry.password { names.append(name) }
        return names
    }

    private static func outputs(
        _ names: Set<String>, _ entry: InfrastructureEntry
    ) async throws -> [String: JSONValue] {
        if let text = ProcessInfo.processInfo.environment[handedOn],
            let found = try? JSONValue(parsing: Data(text.utf8)).object,
            names.isSubset(of: found.keys)
        {
            return found
        }
        let session = try await InfrastructureSession(entry)
        let all = try await session.run.outputs()
        for name in names where all[name] == nil {
            throw Diagnostic(
                .error, .outputUnusable, "\(entry.directory) has no output \(name)",
                hint: nearestName(to: name, among: all.keys).map { "Did you mean \($0)?" }
                    ?? "There are: \(all.keys.sorted().joined(separator: ", ")).")
        }
        let found = all.filter { names.contains($0.key) }.mapValues(\.value)
        setenv(
            handedOn, String(decoding: try JSONEncoder().encode(found), as: UTF8.self), 1)
        return found
    }

    private static func fill(
        _ entry: inout ServerEntry, _ side: Side, _ outputs: [String: JSONValue]
    ) throws {
        var password: String?
        if let name = entry.fromOutput, let value = outputs[name] {
            password = try entry.fill(from: serverOutput(value), named: name)
        }
        if case .output(let name) = entry.password {
            guard let text = outputs[name]?.string, !text.isEmpty else {
                throw Diagnostic(
                    .error, .outputUnusable, "the output \(name) is no password: it is not a text")
            }
            password = text
            entry.password = nil
        }
        guard let password, entry.password == nil else { return }
        let variable = "APUS_OUTPUT_PASSWORD_\(side.rawValue.uppercased())"
        setenv(variable, password, 1)
        entry.password = .environment(variable)
    }

    private static func serverOutput(_ value: JSONValue) -> ServerOutput {
        value.object.map { .members($0.compactMapValues(\.scalarText)) }
            ?? .text(value.scalarText ?? "")
    }
}
