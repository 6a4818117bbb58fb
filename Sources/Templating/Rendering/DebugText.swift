import YAMLTree

/// What `--debug` shows: the files, what reading them gave, and the program that each became.
enum DebugText {
    /// Folders and their files, private libraries too.
    static func library(_ library: Library, indent: String = "") -> String {
        var text = "\(indent)- \(library.name.isEmpty ? "(root)" : library.name)\n"
        if !library.files.isEmpty { text += "\(indent)  files:\n" }
        for file in library.files { text += "\(indent)  - \(file.path)\n" }
        if !library.children.isEmpty { text += "\(indent)  libraries:\n" }
        for child in library.children { text += self.library(child, indent: indent + "  ") }
        return text
    }

    /// Every node with its line, and its comments.
    static func tree(_ documents: DocumentSet) -> String { tree(documents, indent: "") }

    private static func tree(_ node: Node, indent: String) -> String {
        var text = "\(indent)\(line(node.position)): \(describe(node))\n"
        for comment in node.comments {
            text += "\(indent)comment: \(line(comment.position)): '\(comment.text)'\n"
        }
        for child in node.children { text += tree(child, indent: indent + "    ") }
        return text
    }

    private static func describe(_ node: Node) -> String {
        let kind =
            switch node {
            case let item as MapItem: "key=\(item.key.keyText)"
            default: node.kindName
            }
        guard let holder = node as? HoldingNode, holder.value.node == nil else { return kind }
        return
            "\(kind): \(YAMLPrinter.text(holder.value).dropLast())"
    }

    /// Each line of the program, after the number of the template's line that it stands for.
    static func program(_ template: CompiledTemplate) -> String {
        var text = "src:  tmpl: code\n"
        for (index, code) in template.lines.enumerated() {
            let source = code.source.map { line($0.position) } ?? "    "
            text += "\(source): \(padded(String(index + 1))): \(code.code)\n"
        }
        return text
    }

    private static func line(_ position: YAMLTree.Position) -> String {
        position.isKnown ? padded(position.number) : "????"
    }

    private static func padded(_ number: String) -> String {
        String(repeating: " ", count: max(0, 4 - number.count)) + number
    }
}
