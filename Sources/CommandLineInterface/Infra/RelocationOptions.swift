import ArgumentParser
import Diagnostics
import Foundation
import HCL
import Infrastructure
import MigrationCore

/// What `prepare` and `reconcile` take: where, about which migration, and where the change goes.
struct RelocationOptions: ParsableArguments {
    @Argument(help: "The folder with the configuration. (default: the migration file's)")
    var directory: String?

    @Option(help: "The migration file. (environment: APUS_MIGRATION_FILE)")
    var migration: String =
        ProcessInfo.processInfo.environment["APUS_MIGRATION_FILE"] ?? "migration.yaml"

    @Option(help: "Commit the change of the files on a new branch, which begins at HEAD.")
    var branch: String?

    @Flag(help: "Change the files in the folder.")
    var write = false

    @Flag(help: "Do not ask the providers what is really there.")
    var noRefresh = false

    @Option(help: "tofu, terraform, or a path. (environment: APUS_INFRASTRUCTURE_TOOL)")
    var tool: String?

    @OptionGroup var knowledge: KnowledgeOptions

    func validate() throws {
        guard branch == nil || !write else {
            throw ValidationError("--branch and --write exclude each other.")
        }
    }

    /// The migration's section, with what it refers to.
    struct Opened {
        let name: String
        let entry: InfrastructureEntry
        let relocation: Relocation
        let run: ToolRun
        let knowledge: Knowledge
        let options: [String]
        let preparation: Preparation
    }

    func open() async throws -> Opened {
        let file = try MigrationOptions.read(migration)
        guard let entry = file.infrastructure, let source = entry.source,
            let target = entry.target
        else {
            throw Diagnostic(
                .error, .fileMissingKey,
                "\(migration) does not say which address is the source and which the target",
                hint: "Add `infrastructure: {directory: …, source: ADDRESS, target: ADDRESS}`.")
        }
        let run = ToolRun(
            try await InfrastructureTool.find(preferred: tool ?? entry.tool),
            in: directory ?? entry.directory)
        return Opened(
            name: file.name, entry: entry,
            relocation: try relocation(file.name, source, target, entry), run: run,
            knowledge: try KnowledgeOptions.read(
                knowledge.knowledge + (entry.knowledge.map { [$0] } ?? [])),
            options: entry.variableFiles.map { "-var-file=\(URL(filePath: $0).path)" },
            preparation: Preparation(entry.reconcile, hasWayBack: file.wayBack == .required))
    }

    private func relocation(
        _ name: String, _ source: String, _ target: String, _ entry: InfrastructureEntry
    ) throws -> Relocation {
        let more = entry.reconcile
        var relocation = Relocation(name: name, source: source, target: target)
        relocation.address = more.address
        switch more.oldServer {
        case "released": relocation.oldServer = .released
        case "swapped": relocation.oldServer = .swapped
        default: relocation.oldServer = .kept(at: more.oldServer)
        }
        relocation.swapIsWritten = more.isSwapWritten
        relocation.also = more.also.map { .init(target: $0.target, takesPlaceOf: $0.source) }
        relocation.imports = more.imports.map { .init($0.address, id: $0.id) }
        for allowed in entry.allowed {
            guard let verdict = Verdict(rawValue: allowed.change.rawValue) else { continue }
            relocation.allowed[allowed.address, default: []].insert(verdict)
        }
        relocation.acceptedBlocks = try more.blocks.map { try Set($0.map(block)) }
        return relocation
    }

    private func block(_ name: String) throws -> MoveBlock {
        if let block = MoveBlock(rawValue: name) { return block }
        throw Diagnostic(
            .error, .fileWrongType,
            "`blocks` knows \(MoveBlock.allCases.map(\.rawValue).joined(separator: ", ")), "
                + "not \"\(name)\"")
    }
}

/// What a command takes that proposes one change, and ends with it.
struct ProposalOptions: ParsableArguments {
    @Option(help: "Write the change of the files as a patch for git apply.")
    var patch: String?

    @Option(help: "text for people, json for one object.")
    var output: ReportFormat = .text

    func check(_ options: RelocationOptions) throws {
        guard patch == nil || options.branch == nil && !options.write else {
            throw ValidationError("--patch, --branch and --write exclude each other.")
        }
    }
}

extension Reconciliation {
    /// Hands the change of the files over in the way that was asked for.
    func handOver(
        _ plan: ReconcilePlan, by options: RelocationOptions, patch: String? = nil,
        into report: inout ReconcileReport
    ) async throws {
        guard !plan.files.isEmpty else { return }
        if options.write {
            try writeFiles(plan)
            report.done.append("written: \(plan.files.map(\.name).joined(separator: ", "))")
        } else if let branch = options.branch {
            let commit = try await commit(plan, on: branch)
            report.done.append("branch \(branch) is at \(commit.prefix(12))")
        } else if let path = patch {
            guard FileManager.default.createFile(atPath: path, contents: await self.patch(plan))
            else {
                throw Diagnostic(.error, "file.unwritable", "could not write \(path)")
            }
            report.done.append("patch: git apply \(path)")
        }
    }
}

extension Preparation {
    init(_ entry: ReconcileEntry, hasWayBack: Bool) {
        self.init()
        self.hasWayBack = hasWayBack
        version = entry.version
        sourceSettings = entry.sourceSettings.map { Setting($0.path, Literal($0)) }
        targetSettings = entry.targetSettings.map { Setting($0.path, Literal($0)) }
    }
}

extension Literal {
    /// `true` is a truth and `17` a number unless they stand between quotes.
    fileprivate init(_ setting: ReconcileEntry.Setting) {
        if setting.isQuoted {
            self = .string(setting.value)
        } else if setting.value == "true" || setting.value == "false" {
            self = .boolean(setting.value == "true")
        } else if Double(setting.value) != nil, setting.value.first?.isNumber == true {
            self = .number(setting.value)
        } else {
            self = .string(setting.value)
        }
    }
}
