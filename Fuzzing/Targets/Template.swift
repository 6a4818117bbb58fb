import Starlark
import Templating

/// The input is rendered as a YAML template and as a text template, with bounds on what its program
/// may use: a template may well loop for ever, the rest of the program may not.
let templateTarget = FuzzTarget(name: "template") { bytes in
    var rendering = Rendering()
    rendering.options.limits = Limits(steps: 20_000, depth: 1000, memory: 256 << 20)
    let files = [InputFile(path: "a.yml") { bytes }]
    let result = try rendering.run(files) { _ in }
    for format in [Rendering.Format.yaml, .json, .position] { _ = result.text(format) }
}

let textTemplateTarget = FuzzTarget(name: "text-template") { bytes in
    var rendering = Rendering()
    rendering.options.limits = Limits(steps: 20_000, depth: 1000, memory: 256 << 20)
    _ = try rendering.run([InputFile(path: "a.txt") { bytes }]) { _ in }
}
