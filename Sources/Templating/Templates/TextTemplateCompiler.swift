import YAMLTree

/// Turns a text template into the lines of a program that builds its text.
enum TextTemplateCompiler {
    static func compile(
        _ pieces: [TextTemplateParser.Piece], name: String, identifier: Int
    ) -> CompiledTemplate {
        let instructions = Instructions(identifier: identifier)
        var nodes = TemplateNodes()
        let lines = compileInline(pieces, instructions: instructions, nodes: &nodes)
        return CompiledTemplate(name: name, lines: lines, instructions: instructions, nodes: nodes)
    }

    /// The last line ends the context and gives its text.
    static func compileInline(
        _ pieces: [TextTemplateParser.Piece], instructions: Instructions,
        nodes: inout TemplateNodes
    ) -> [CodeLine] {
        let root = nodes.add(.textRoot, below: TemplateNodes.root)
        var lines = [
            CodeLine(instructions.setContextType(.text)),
            CodeLine(instructions.startContext(.text)), CodeLine(instructions.startNode(root)),
        ]
        var trimsNext = false
        var lastText: Int?
        for piece in pieces {
            if piece.isCode {
                if piece.content.hasPrefix("-"), let lastText { trimEnd(of: lastText, &nodes) }
                trimsNext = piece.content.hasSuffix("-")
                append(code: piece, root: root, instructions, &nodes, &lines)
                lastText = nil
            } else {
                var content = piece.content
                if trimsNext { content = String(content.drop(while: \.isWhitespace)) }
                trimsNext = false
                let tag = nodes.add(.text(content), below: root)
                let source = sourceLine(piece.position, content)
                lines.append(CodeLine(instructions.startNode(tag), source: source))
                lines.append(CodeLine(instructions.setNode(tag), source: source))
                lastText = tag
            }
        }
        lines.append(CodeLine(instructions.endContextCall))
        return lines
    }

    /// The whole line where it is known, else the part of it that is the template's.
    private static func sourceLine(_ position: YAMLTree.Position, _ content: String) -> SourceLine {
        let whole = position.text
        return SourceLine(position: position, content: whole.isEmpty ? content : whole)
    }

    private static func trimEnd(of tag: Int, _ nodes: inout TemplateNodes) {
        guard case .text(let text) = nodes.prototype(tag) else { return }
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) }
        nodes.setText(String(text[..<(end ?? text.startIndex)]), of: tag)
    }

    private static func append(
        code piece: TextTemplateParser.Piece, root: Int, _ instructions: Instructions,
        _ nodes: inout TemplateNodes, _ lines: inout [CodeLine]
    ) {
        var code = Substring(piece.content)
        let prints = code.hasPrefix("=") || code.hasPrefix("-=")
        if code.hasPrefix("-=") { code = code.dropFirst(2) }
        if code.hasPrefix("=") { code = code.dropFirst() }
        if code.hasPrefix("-") { code = code.dropFirst() }
        if code.hasSuffix("-") { code = code.dropLast() }
        let source = SourceLine(position: piece.position, content: piece.content)
        if prints {
            let tag = nodes.add(.text(""), below: root)
            lines.append(CodeLine(instructions.startNode(tag), source: source))
            lines.append(CodeLine(instructions.setNode(tag, to: String(code)), source: source))
        } else {
            var position = piece.position
            for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
                let text = String(line)
                lines.append(
                    CodeLine(text, source: SourceLine(position: position, content: text)))
                position.line += 1
            }
        }
    }
}
