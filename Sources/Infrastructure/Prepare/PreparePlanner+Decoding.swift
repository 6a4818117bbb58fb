import HCL

// Logical decoding, which each cloud switches on in a place of its own: a flag of the server, a group
// of parameters, a resource beside it.
extension PreparePlanner {
    mutating func beginDecoding(
        _ source: Declaration, _ home: String, _ shape: ServerShape?
    ) {
        switch shape?.decoding {
        case .flags(let path, let name, let value):
            var place = EditPath.top(source.blockType, labels: source.labels)
            for step in path.dropLast() { place = place.block(step) }
            place = place.block(path.last ?? "", key: .init("name", name))
            take(home, files.documents[home]?.setting("value", to: .string(value), at: place))
            noteRestart("\(name) = \(value)", source)
        case .parameterGroup(let setting, let type, let name, let value):
            parameter(source, home, (setting, type, name, value))
        case .resource(let type, let link, let name, let value):
            resource(source, home, (type, link, name, value))
        case nil: break
        }
    }

    private mutating func parameter(
        _ source: Declaration, _ home: String,
        _ known: (setting: String, type: String, name: String, value: String)
    ) {
        let text =
            "parameter { name = \(quoted(known.name)), value = \(quoted(known.value)), "
            + "apply_method = \"pending-reboot\" }"
        guard let document = files.documents[home], let block = block(source, document),
            let tokens = block.body[known.setting]?.value.tokens,
            let names = document.references(in: tokens).first?.names, names.count > 1,
            names[0] == known.type,
            let group = Declaration("\(names[0]).\(names[1])"), let file = file(group)
        else {
            plan.notes.append(
                "the parameter group of \(source.names.joined(separator: ".")) is not declared "
                    + "here: it needs \(text)")
            return
        }
        let place = EditPath.top("resource", labels: group.labels)
            .block("parameter", key: .init("name", known.name))
        take(file, files.documents[file]?.setting("value", to: .string(known.value), at: place))
        take(
            file,
            files.documents[file]?.setting(
                "apply_method", to: .string("pending-reboot"), at: place))
        guard source == Declaration(relocation.source) else { return }
        let name = block.body["identifier"]?.value
        plan.notes.append(
            "\(known.name) = \(known.value), where it is new, waits for a restart of "
                + "\(relocation.source), which no plan makes: aws rds reboot-db-instance "
                + "--db-instance-identifier \(name.flatMap(document.literalText) ?? "ITS-NAME")")
        plan.notes.append("every server of \(group.title) gets \(known.name)")
    }

    /// A setting that is a resource of its own: the one that is there, or a new one.
    private mutating func resource(
        _ server: Declaration, _ home: String,
        _ known: (type: String, link: String, name: String, value: String)
    ) {
        noteRestart("\(known.name) = \(known.value)", server)
        for (file, document) in files.documents {
            for block in document.body.blocks where block.labels.first == known.type {
                guard let name = block.body["name"]?.value,
                    document.literalText(name) == known.name,
                    let link = block.body[known.link]?.value,
                    document.references(in: link.tokens).contains(where: {
                        $0.names.starts(with: server.names)
                    })
                else { continue }
                let place = EditPath.top(block.type, labels: block.labels)
                return take(
                    file, document.setting("value", to: .string(known.value), at: place))
            }
        }
        let label = "\(server.labels.last ?? "server")_\(known.name)"
        let block = NewBlock(
            "resource", [known.type, label],
            [
                ("name", .string(known.name)),
                (known.link, .expression(server.names.joined(separator: ".") + ".id")),
                ("value", .string(known.value)),
            ])
        take(home, files.documents[home]?.appending(block))
    }

    /// The target has it from its first minute, and restarts for nothing.
    private mutating func noteRestart(_ cause: String, _ server: Declaration) {
        guard server == Declaration(relocation.source) else { return }
        plan.notes.append("\(cause) restarts \(relocation.source) where it is new")
    }

    // MARK: Groups of parameters

    /// The names of the group of parameters, where it is declared here and the target's major
    /// version needs another one.
    func parameterGroup(
        of block: Block, _ document: Document, _ shape: ServerShape?
    ) -> [String]? {
        guard case .parameterGroup(let setting, let type, _, _) = shape?.decoding,
            let value = block.body[setting]?.value,
            let names = document.references(in: value.tokens).first?.names.prefix(2),
            names.count == 2, names.first == type, let family = family(of: Array(names)),
            newFamily(family) != family
        else { return nil }
        return Array(names)
    }

    private func family(of names: [String]) -> String? {
        guard let group = Declaration(names.joined(separator: ".")), let file = file(group),
            let document = files.documents[file],
            let value = block(group, document)?.body["family"]?.value
        else { return nil }
        return document.literalText(value)
    }

    /// `postgres17` of `postgres15` and the version `17.4`.
    private func newFamily(_ family: String) -> String {
        let major = (preparation.version ?? "").drop { !$0.isNumber }.prefix { $0.isNumber }
        guard !major.isEmpty, family.last?.isNumber == true else { return family }
        let stem = family.reversed().drop { $0.isNumber || $0 == "." }.reversed()
        return String(stem) + major
    }

    mutating func adaptCopy(of names: [String]) {
        guard let family = family(of: names),
            let copy = Declaration("\(names[0]).\(names[1])_\(relocation.name)"),
            let file = file(copy), let document = files.documents[file]
        else { return }
        set([.init(["family"], .string(newFamily(family)))], of: copy, isOwn: true)
        if let name = block(copy, document)?.body["name"]?.value {
            rename(copy, "name", document.text(name.tokens))
        }
    }
}
