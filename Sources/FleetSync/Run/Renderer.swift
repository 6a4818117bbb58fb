package import Diagnostics
package import FleetCore
import Foundation
import Templating

extension Diagnostic.Code {
    package static let fleetTemplateFailed: Self = "fleet.template-failed"
}

/// Renders the templates of features, each once for the same values, and works out what each
/// repository should hold.
package actor Renderer {
    private let centre: Centre
    private let memory: String
    /// What rendering gave, by the contents of all inputs and the values.
    private var rendered: [String: FileTree]
    private var desired: [String: DesiredFiles] = [:]
    private var hasNews = false

    package init(_ centre: Centre) {
        self.centre = centre
        // Beside the objects that it speaks about: who loses one loses both.
        memory = (centre.store.folder ?? "") + "/apus-rendered.json"
        let data = FileManager.default.contents(atPath: memory)
        rendered =
            data.flatMap { try? JSONDecoder().decode([String: FileTree].self, from: $0) } ?? [:]
    }

    /// Keeps what was rendered for the next run.
    package func save() throws {
        guard hasNews else { return }
        try JSONEncoder().encode(rendered).write(to: URL(filePath: memory), options: .atomic)
        hasNews = false
    }

    /// What a repository should hold from the centre.
    ///
    /// - Throws: ``FleetProblems`` when its features do not fit together, or a template fails.
    package func desired(
        _ consumer: Consumer, at snapshot: CentreSnapshot
    ) async throws -> DesiredFiles {
        let key =
            "\(snapshot.commit) \(consumer.features.joined(separator: ",")) "
            + FleetValue.map(consumer.values).json
        if let known = desired[key] { return known }
        var files = DesiredFiles()
        for name in consumer.features {
            guard let feature = snapshot.fleet.features[name] else { continue }
            files.add(feature, named: name, from: snapshot.tree)
            for template in feature.templates {
                try await add(template, of: name, feature, consumer, snapshot, to: &files)
            }
        }
        files.finish()
        guard files.problems.isEmpty else { throw FleetProblems(files.problems) }
        desired[key] = files
        return files
    }

    private func add(
        _ template: TemplateEntry, of name: String, _ feature: Feature, _ consumer: Consumer,
        _ snapshot: CentreSnapshot, to files: inout DesiredFiles
    ) async throws {
        let (values, missing) = consumer.values(for: template)
        for value in missing {
            files.add(
                problem: Diagnostic(
                    .error, .fleetMissingValue,
                    "\(consumer.name) has no value `\(value)`, which the feature `\(name)` needs",
                    hint: "Give it under `values:` of the repository or one of its groups."))
        }
        guard missing.isEmpty else { return }
        let inputs = template.inputs(in: snapshot.tree)
        guard !inputs.isEmpty else {
            return files.add(
                problem: Diagnostic(
                    .error, .fleetNothingFound,
                    "the feature `\(name)` finds no template under \(template.from)"))
        }
        let output = try await render(template, inputs, values, consumer)
        for (path, version) in output {
            let target =
                snapshot.tree[template.from] == nil
                ? FleetPath.joined(template.to, path) : template.to
            files.add(
                target,
                .init(
                    version: version, feature: name, source: template.from,
                    replacesExisting: feature.existing == .replace))
        }
    }

    private func render(
        _ template: TemplateEntry, _ inputs: [TemplateEntry.Input],
        _ values: [String: FleetValue], _ consumer: Consumer
    ) async throws -> FileTree {
        let json = FleetValue.map(values).json
        let key =
            Fingerprint(
                inputs.map {
                    "\($0.path) \($0.version.mode.rawValue) \($0.version.blob) \($0.isOutput)"
                }
                    + [json]
            ).description + " \(inputs.count) \(json.utf8.count)"
        if let known = rendered[key] { return known }
        var contents: [(TemplateEntry.Input, [UInt8])] = []
        for input in inputs {
            contents.append((input, try await centre.git.blob(input.version.blob) ?? []))
        }
        var tree: FileTree = [:]
        for (path, bytes) in try Self.run(contents, values, template, consumer) {
            let mode = inputs.first { $0.path == path }?.version.mode ?? .regular
            tree[path] = FileVersion(try await centre.store.store(bytes), mode)
        }
        rendered[key] = tree
        hasNews = true
        return tree
    }

    private static func run(
        _ inputs: [(TemplateEntry.Input, [UInt8])], _ values: [String: FleetValue],
        _ template: TemplateEntry, _ consumer: Consumer
    ) throws -> [(path: String, bytes: [UInt8])] {
        var rendering = Rendering()
        rendering.values.yamls = values.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value.json)"
        }
        let files = inputs.map { input, bytes in
            let file = InputFile(path: input.path) { bytes }
            if !input.isOutput { file.mark(forOutput: false) }
            return file
        }
        for (order, file) in files.enumerated() { file.order = order }
        do {
            return try rendering.run(files) { _ in }.files.map { ($0.path, $0.bytes) }
        } catch {
            throw FleetProblems([
                Diagnostic(
                    .error, .fleetTemplateFailed,
                    "could not render \(template.from) for \(consumer.name)", detail: "\(error)",
                    hint: "apus render -f \(template.from) with the repository's values shows it.")
            ])
        }
    }
}

extension TemplateEntry {
    /// One file that rendering reads.
    package struct Input: Sendable {
        /// Below `from`, or below the folder of `with`.
        package let path: String
        package let version: FileVersion
        package let isOutput: Bool
    }

    /// The files that rendering reads, in the order of their paths.
    package func inputs(in tree: FileTree) -> [Input] {
        Self.files(from, in: tree, isOutput: true)
            + with.flatMap { Self.files($0, in: tree, isOutput: false) }
    }

    private static func files(_ from: String, in tree: FileTree, isOutput: Bool) -> [Input] {
        if let version = tree[from] {
            let name = from.split(separator: "/").last.map(String.init) ?? from
            return [Input(path: name, version: version, isOutput: isOutput)]
        }
        return tree.compactMap { path, version in
            FleetPath.relative(path, to: from).map {
                Input(path: $0, version: version, isOutput: isOutput)
            }
        }.sorted { $0.path < $1.path }
    }
}
