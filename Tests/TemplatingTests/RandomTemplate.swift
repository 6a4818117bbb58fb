import Templating

/// A template made at random of what could depend on the order in which things are kept: maps,
/// sets, structs, attributes, overlays, functions, several files.
struct RandomTemplate {
    private var random: Seeded

    init(seed: UInt64) { random = Seeded(seed: seed) }

    /// Names and texts of the files, in the order of their names: a folder is read in that order.
    mutating func files() -> [(name: String, text: String)] {
        var files = [("a-values.yml", values(annotation: "#@data/values"))]
        if random.happens(oneIn: 2) {
            files.append(("b-more.yml", overlay(annotation: "#@data/values")))
        }
        for number in 0...random.next(below: 3) { files.append(("t\(number).yml", template())) }
        if random.happens(oneIn: 2) { files.append(("z.yml", documentOverlay())) }
        return files
    }

    private mutating func values(annotation: String) -> String {
        let lines = (0..<12).map { "k\($0): \(random.next(below: 1000))" }
        return "\(annotation)\n---\n" + lines.joined(separator: "\n") + "\n"
    }

    private mutating func overlay(annotation: String) -> String {
        let lines = (0..<3).map { "#@overlay/match missing_ok=True\nk\($0 * 7): \"changed\"" }
        return "\(annotation)\n---\n" + lines.joined(separator: "\n") + "\n"
    }

    private mutating func documentOverlay() -> String {
        """
        #@ load("@ytt:overlay", "overlay")
        #@overlay/match by=overlay.all, expects="1+"
        ---
        #@overlay/match missing_ok=True
        added: \(random.next(below: 100))
        #@overlay/match missing_ok=True
        more: [\(random.next(below: 9)), x]

        """
    }

    private mutating func template() -> String {
        var text = """
            #@ load("@ytt:data", "data")
            #@ load("@ytt:struct", "struct")
            #@ load("@ytt:json", "json")
            #@ load("@ytt:yaml", "yaml")
            #@ def piece(n):
            n: #@ n
            squares: #@ [i * i for i in range(n)]
            #@ end
            ---

            """
        for number in 0...(2 + random.next(below: 6)) {
            switch random.next(below: 4) {
            case 0:
                text += "#@ for key in \(order()):\n#@yaml/text-templated-strings\n"
                text += "f\(number)_(@= str(key) @): #@ type(key)\n#@ end\n"
            case 1: text += "p\(number): #@ piece(\(random.next(below: 6)))\n"
            case 2: text += "#@ if/end \(random.next(below: 2)) == 0:\ni\(number): yes\n"
            default: text += "e\(number): #@ \(expression())\n"
            }
        }
        return text
    }

    /// Something to iterate over.
    private mutating func order() -> String {
        random.pick([
            "set([3, 1, 2, 30, 17])", "{\"b\": 1, \"a\": 2, \"z\": 3}", "dict(q=1, c=2)",
            "struct.decode(data.values)", "sorted([5, 2, 9], reverse=True)",
        ])
    }

    private mutating func expression() -> String {
        let order = order()
        return random.pick([
            "list(\(order))", "str(\(order))", "dir(\"\")", "dir(data.values)",
            "json.encode(struct.decode(data.values))", "yaml.encode({\"y\": 1, \"x\": [2]})",
            "hash(\"apus\")", "{k: 1 for k in \(order)}", "data.values", "data.list()",
            "[x for x in enumerate(\(order))]", "struct.make(b=1, a=2).a",
        ])
    }
}
