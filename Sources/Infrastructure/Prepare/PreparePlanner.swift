package import Diagnostics
import HCL

/// Decides what the configuration has to say before the move: the source decodes logically, and the
/// target is there with the source's tier, network, flags and maintenance window, with backups,
/// point-in-time recovery and deletion protection from its first minute.
package struct PreparePlanner {
    let relocation: Relocation
    let preparation: Preparation
    private let original: ConfigurationFiles
    var files: ConfigurationFiles
    var plan = ReconcilePlan()

    package static func plan(
        _ relocation: Relocation, _ preparation: Preparation, configuration: ConfigurationFiles
    ) throws(Diagnostic) -> ReconcilePlan {
        guard let source = Declaration(relocation.source),
            let target = Declaration(relocation.target), !source.hasKey, !target.hasKey,
            source.blockType == target.blockType,
            source.labels.first == target.labels.first
                || source.blockType == "module"
        else {
            throw Diagnostic(
                .error, .relocationAddress,
                "\(relocation.source) and \(relocation.target) cannot be prepared together",
                detail:
                    "Both are resources of one type, or both modules, at the top of the folder.",
                hint: "For a server in a module name both modules: module.pg and module.pg_new.")
        }
        var planner = PreparePlanner(relocation, preparation, configuration)
        try planner.plan(source, target)
        return planner.plan
    }

    private init(
        _ relocation: Relocation, _ preparation: Preparation, _ files: ConfigurationFiles
    ) {
        self.relocation = relocation
        self.preparation = preparation
        original = files
        self.files = files
    }

    private mutating func plan(
        _ source: Declaration, _ target: Declaration
    ) throws(Diagnostic) {
        guard let home = file(source) else {
            throw Diagnostic(
                .error, .relocationAddress,
                "\(source.title) is declared in no file here that can be edited",
                detail: files.jsonFiles(mentioning: source).first.map {
                    "\($0) mentions it; JSON is not edited."
                })
        }
        let shape = source.blockType == "resource" ? ServerShape.of(source.labels[0]) : nil
        if file(target) == nil { copy(source, in: home, to: target, shape) }
        beginDecoding(source, home, shape)
        set(preparation.sourceSettings, of: source)
        if preparation.hasWayBack, let file = file(target) {
            beginDecoding(target, file, shape)
        }
        protect(target, shape)
        plan.kept = [relocation.source]
        if shape == nil, preparation.sourceSettings.isEmpty {
            plan.notes.append(
                "what begins logical decoding on \(relocation.source) is not known: name it under "
                    + "`prepare.source_settings`")
        }
        finish()
    }

    private mutating func finish() {
        plan.first = files.documents.sorted { $0.key < $1.key }.compactMap { name, document in
            let before = original.documents[name]?.bytes
            let after = document.printed()
            return before == after ? nil : .init(name: name, before: before, after: after)
        }
    }

    // MARK: The target

    private mutating func copy(
        _ source: Declaration, in home: String, to target: Declaration, _ shape: ServerShape?
    ) {
        guard let document = files.documents[home], let block = block(source, document) else {
            return
        }
        defer { plan.pairs.sort { $0.target < $1.target } }
        if let several = block.body["count"] ?? block.body["for_each"] {
            return byHand(
                home, document.line(of: several.tokens.lowerBound),
                "\(several.name) makes several of \(source.title)",
                "declare \(target.title) like it, with another name, backups and protection")
        }
        var renames = [(old: source.names, new: target.names)]
        var copies: [String] = []
        let suffixes = suffixes(of: block, document, shape)
        let group = parameterGroup(of: block, document, shape)
        for names in suffixes + [group].compactMap({ $0 }) {
            let new = [names[0], "\(names[1])_\(relocation.name)"]
            guard let text = text(of: names, named: new) else { continue }
            copies.append(text)
            renames.append((old: names, new: new))
            plan.pairs.append(
                .init(
                    target: new.joined(separator: "."),
                    takesPlaceOf: names.joined(separator: ".")))
        }
        let body = document.text(block.openBrace..<block.closeBrace + 1, renaming: renames)
        let head = target.blockType + target.labels.map { " \(quoted($0))" }.joined()
        append((copies + ["\(head) \(body)"]).joined(separator: "\n\n"), document.lineEnd)
        if suffixes.isEmpty { rename(target, block, document, shape) }
        if let group { adaptCopy(of: group) }
        set(versionSettings(shape), of: target, isOwn: true)
        if preparation.hasWayBack { set(preparation.sourceSettings, of: target, isOwn: true) }
        set(preparation.targetSettings, of: target, isOwn: true)
    }

    /// Random texts in the server's name: the new server gets its own.
    private func suffixes(
        of block: Block, _ document: Document, _ shape: ServerShape?
    ) -> [[String]] {
        let names = [shape?.name, "name", "suffix"].compactMap { $0 }
        let values = names.compactMap { block.body[$0]?.value.tokens }
        let references = values.flatMap { document.references(in: $0) }
        let random = references.filter { $0.names.count > 1 && $0.names[0].hasPrefix("random_") }
        return Set(random.map { Array($0.names.prefix(2)) }).sorted { $0[1] < $1[1] }
    }

    private func text(of names: [String], named new: [String]) -> String? {
        for document in files.documents.values {
            guard
                let block = document.body.blocks.first(where: {
                    $0.type == "resource" && $0.labels == names
                })
            else { continue }
            let body = document.text(block.openBrace..<block.closeBrace + 1)
            return "resource \(new.map(quoted).joined(separator: " ")) \(body)"
        }
        return nil
    }

    /// Without anything random in it, the name gets the version behind it.
    private mutating func rename(
        _ target: Declaration, _ block: Block, _ document: Document, _ shape: ServerShape?
    ) {
        guard let setting = shape?.name ?? (block.body["name"].map { _ in "name" }),
            let value = block.body[setting]?.value,
            !preparation.targetSettings.contains(where: { $0.path == [setting] })
        else { return }
        rename(target, setting, document.text(value.tokens))
    }

    mutating func rename(_ target: Declaration, _ setting: String, _ text: String) {
        let digits = (preparation.version ?? "").filter(\.isNumber)
        let end = digits.isEmpty ? "new" : digits
        let name =
            text.hasPrefix("\"") && text.hasSuffix("\"")
            ? "\(text.dropLast())-\(end)\"" : "\"${\(text)}-\(end)\""
        set([.init([setting], .expression(name))], of: target, isOwn: true)
    }

    private func versionSettings(_ shape: ServerShape?) -> [Preparation.Setting] {
        guard let shape, let version = preparation.version else { return [] }
        return [.init([shape.version], .string(version))]
    }

    private mutating func protect(_ target: Declaration, _ shape: ServerShape?) {
        for setting in (shape?.backups ?? []) + (shape?.protection ?? []) {
            guard !isOn(setting, of: target) else { continue }
            set([setting], of: target, isOwn: true)
        }
    }

    /// A number that is not zero is on: the team's own retention stays.
    private func isOn(_ setting: Preparation.Setting, of declaration: Declaration) -> Bool {
        guard case .number = setting.value, let name = file(declaration),
            let document = files.documents[name],
            let value = block(declaration, document)?.body[setting.path[0]]?.value,
            let number = document.literalText(value).flatMap(Int.init)
        else { return false }
        return number > 0
    }

    private mutating func append(_ text: String, _ lineEnd: String) {
        let name = "\(relocation.name)-target.tf"
        let before = files.documents[name]?.printed() ?? []
        let gap = before.isEmpty ? "" : lineEnd
        let bytes = before + Array("\(gap)\(text)\(lineEnd)".utf8)
        guard let document = try? Document.read(bytes) else { return }
        files.replace(name, by: document)
    }

    // MARK: Settings

    /// - Parameter isOwn: the block was written for the move, so that computed values may go.
    mutating func set(
        _ settings: [Preparation.Setting], of declaration: Declaration, isOwn: Bool = false
    ) {
        for setting in settings {
            guard let name = file(declaration), let document = files.documents[name],
                let last = setting.path.last
            else { continue }
            let top = EditPath.top(declaration.blockType, labels: declaration.labels)
            let path = document.path(from: top, by: Array(setting.path.dropLast()))
            take(
                name,
                document.setting(last, to: setting.value, at: path, replacesComputed: isOwn))
        }
    }

    mutating func take(_ file: String, _ outcome: EditOutcome?) {
        switch outcome {
        case .unchanged, nil: break
        case .changed(let next): files.replace(file, by: next)
        case .byHand(let step): byHand(file, step.line, step.reason, step.text)
        }
    }

    private mutating func byHand(_ file: String, _ line: Int, _ reason: String, _ write: String) {
        plan.byHand.append(.init(file: file, line: line, reason: reason, write: write))
    }

    // MARK: Looking

    func file(_ declaration: Declaration) -> String? {
        files.files(declaring: declaration).first { !ConfigurationFiles.isOverride($0) }
    }

    func block(_ declaration: Declaration, _ document: Document) -> Block? {
        document.body.blocks.first {
            $0.type == declaration.blockType && $0.labels == declaration.labels
        }
    }
}
