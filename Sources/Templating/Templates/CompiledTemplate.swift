import Starlark
import YAMLTree

/// A template as a program, and the table that leads from its lines back to the template's.
final class CompiledTemplate {
    let name: String
    let lines: [CodeLine]
    let instructions: Instructions
    let nodes: TemplateNodes

    init(name: String, lines: [CodeLine], instructions: Instructions, nodes: TemplateNodes) {
        self.name = name
        self.lines = lines
        self.instructions = instructions
        self.nodes = nodes
    }

    /// A file of code: every line stands for itself.
    static func starlark(_ bytes: [UInt8], name: String, identifier: Int) -> CompiledTemplate {
        let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let lines = texts.enumerated().map { index, line in
            let text = String(decoding: line, as: UTF8.self)
            return CodeLine(
                text,
                source: SourceLine(position: YAMLTree.Position(nil, line: index + 1), content: text)
            )
        }
        return CompiledTemplate(
            name: name, lines: lines, instructions: Instructions(identifier: identifier),
            nodes: TemplateNodes())
    }

    /// The program's text: indentation means nothing, so only lines that go on keep theirs.
    var code: String {
        var text = ""
        var continues = false
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\n" }
            if continues {
                text += line.code
            } else {
                text += line.code.drop(while: \.isWhitespace)
            }
            continues = line.code.hasSuffix("\\")
        }
        return text
    }

    /// A line of the program, counted from one.
    func line(_ number: Int) -> CodeLine? {
        number >= 1 && number <= lines.count ? lines[number - 1] : nil
    }

    /// The closest template line in one direction from a line that stands for none.
    func closestSource(to number: Int, step: Int) -> SourceLine? {
        var number = number + step
        while let line = line(number) {
            if let source = line.source { return source }
            number += step
        }
        return nil
    }

    func program(predeclared: [String: Value]) throws -> Program {
        let tree = try SyntaxTree.parse(Array(code.utf8), file: name)
        ContextInsertion(instructions: instructions).apply(to: tree)
        return try Program.compile(tree) { predeclared[$0] != nil }
    }
}
