import Starlark

/// Parses and compiles; running is the templates' part.
let starlarkTarget = FuzzTarget(name: "starlark") { bytes in
    let tree = try SyntaxTree.parse(bytes, file: "a")
    _ = try Program.compile(tree) { _ in false }
}
