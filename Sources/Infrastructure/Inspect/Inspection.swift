import Diagnostics

/// Looks at a folder without changing anything, and learns every secret on the way.
package struct Inspection: Sendable {
    package let inventory: Inventory
    package let state: StateFile?
    /// What must not be shown of anything that comes from this folder.
    package let redaction: Redaction

    /// - Parameters:
    ///   - run: a run in a folder that was initialised.
    ///   - readsConfiguration: also plan beside a copy of the state, without asking the providers,
    ///     because only a plan says which variables are sensitive.
    ///   - variableFiles: further files with values of variables.
    package static func of(
        _ run: ToolRun, knowledge: Knowledge, readsConfiguration: Bool = true,
        variableFiles: [String] = []
    ) async throws -> Inspection {
        var run = run
        var notes: [String] = []
        let state = try await run.pullState()
        // The schema comes first: what it marks must not stand in a complaint about the rest.
        let schemas = await noting("the providers' schemas", &notes) {
            try await run.providerSchemas()
        }
        if let state { run.redaction.collect(from: state, schemas: schemas) }
        if state != nil {
            let shown = await noting("show -json", &notes) { [run] in try await run.showState() }
            if let values = shown?["values"] { run.redaction.collectValues(values) }
        }
        let outputs = await noting("the outputs", &notes) { [run] in try await run.outputs() }
        for output in (outputs ?? [:]).values where output.isSensitive {
            run.redaction.add(allOf: output.value)
        }
        if readsConfiguration {
            let plan = await noting("the configuration", &notes) { [run] in
                try await configuration(beside: run, state, variableFiles)
            }
            if let plan { run.redaction.collect(from: plan) }
        }
        var inventory = Inventory(state, knowledge: knowledge, redaction: run.redaction)
        inventory.notes = notes.map { run.redaction.apply(to: $0) }
        return Inspection(inventory: inventory, state: state, redaction: run.redaction)
    }

    private static func configuration(
        beside run: ToolRun, _ state: StateFile?, _ variableFiles: [String]
    ) async throws -> Plan {
        let proof = try await ProofWorkspace.make(
            of: run, state: state, workspace: try await run.workspace())
        defer { proof.remove() }
        return try await proof.run.plan(
            refreshes: false, locks: false, variableFiles.map { "-var-file=\($0)" })
    }

    /// One source of several: without it less is known, which the report says.
    private static func noting<Answer>(
        _ what: String, _ notes: inout [String], _ body: () async throws -> Answer
    ) async -> Answer? {
        do {
            return try await body()
        } catch let diagnostic as Diagnostic {
            let detail = diagnostic.detail.map { ": \($0.prefix(300))" } ?? ""
            notes.append("\(what) could not be read: \(diagnostic.message)\(detail)")
        } catch {
            notes.append("\(what) could not be read")
        }
        return nil
    }
}
