import Starlark
import Templating

/// The input is rendered as a YAML template and as a text template, with bounds on what its program
/// may use: a template may well loop for ever, the rest of the program may not.
///
/// A line `%% NAME` begins another file, so that libraries, data values, schemas and overlays meet.
let templateTarget = FuzzTarget(name: "template") { bytes in
    let result = try boundedRendering().run(files(in: bytes)) { _ in }
    for format in [Rendering.Format.yaml, .json, .position, .sourcemap] {
        _ = try result.text(format)
    }
}

let textTemplateTarget = FuzzTarget(name: "text-template") { bytes in
    _ = try boundedRendering().run([InputFile(path: "a.txt") { bytes }]) { _ in }
}

private func boundedRendering() -> Rendering {
    var rendering = Rendering()
    rendering.options.limits = Limits(steps: 20_000, depth: 1000, memory: 256 << 20)
    rendering.options.forgetsPrograms = true
    rendering.options.showsCarets = true
    return rendering
}

private func files(in bytes: [UInt8]) -> [InputFile] {
    var files: [InputFile] = []
    var name = "a.yml"
    var content: [UInt8] = []
    func end() {
        let bytes = content
        let file = InputFile(path: name) { bytes }
        file.order = files.count
        files.append(file)
        content = []
    }
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if line.starts(with: "%% ".utf8), files.count < 8 {
            end()
            name = String(decoding: line.dropFirst(3), as: UTF8.self)
        } else {
            content += line
            content.append(UInt8(ascii: "\n"))
        }
    }
    end()
    return files
}
