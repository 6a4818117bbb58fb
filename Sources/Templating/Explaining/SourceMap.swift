import YAMLTree

/// Leads from every line of the output to the template line that made it, as JSON:
/// `{"version":1,"lines":[{"line":1,"path":"1:a.b","file":"t.yml","template_line":3}, …]}`.
///
/// Lines count from one. Where several nodes share a line, the innermost is named; every line of a
/// text of several lines leads to its node. `file` and `template_line` are missing where code made
/// a node that no line stands for.
enum SourceMap {
    static func text(_ documents: DocumentSet) throws -> [UInt8] {
        let (bytes, places) = YAMLPrinter.printWithPlaces(documents.items)
        var paths = Paths()
        paths.collect(documents)
        var text = Array("{\"version\":1,\"lines\":[".utf8)
        let lineCount = bytes.count { $0 == 0x0A }
        var next = 0
        var current: Node?
        for line in 1...max(1, lineCount) where lineCount > 0 {
            while next < places.count, places[next].line <= line {
                current = places[next].node
                next += 1
            }
            if line > 1 { text.append(UInt8(ascii: ",")) }
            text += try entry(line, current, paths)
        }
        return text + Array("]}\n".utf8)
    }

    private static func entry(_ line: Int, _ node: Node?, _ paths: Paths) throws -> [UInt8] {
        var text = Array("{\"line\":\(line)".utf8)
        guard let node else { return text + Array("}".utf8) }
        if let path = paths.known[ObjectIdentifier(node)] {
            text += Array(",\"path\":".utf8) + (try JSONPrinter.print(.string(path.description)))
        }
        if node.position.isKnown {
            text += Array(",\"file\":".utf8) + (try JSONPrinter.print(.string(node.position.file)))
            text += Array(",\"template_line\":\(node.position.line)".utf8)
        }
        return text + Array("}".utf8)
    }

    /// The way to every node, found once.
    private struct Paths {
        var known: [ObjectIdentifier: OutputPath] = [:]

        mutating func collect(_ documents: DocumentSet) {
            var number = 0
            for document in documents.items where !document.isInjected && !document.isEmpty {
                number += 1
                var path = OutputPath()
                path.document = number
                collect(document, path)
            }
        }

        private mutating func collect(_ node: HoldingNode, _ path: OutputPath) {
            known[ObjectIdentifier(node)] = path
            switch node.value {
            case .map(let map):
                for item in map.items {
                    collect(item, path.appending(.key(Explanation.name(of: item))))
                }
            case .array(let array):
                for (index, item) in array.items.enumerated() {
                    collect(item, path.appending(.index(index)))
                }
            default: break
            }
        }
    }
}
