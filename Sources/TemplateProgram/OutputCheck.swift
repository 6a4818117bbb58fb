import Templating

/// `--check PATH`: compares what rendering gives with what was committed, and writes nothing.
struct OutputCheck {
    private let path: String
    private let output: RenderOutput

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    init(_ path: String, _ output: RenderOutput) {
        self.path = path
        self.output = output
    }

    /// - Returns: the exit status: 0, or 2 when something differs; the difference is printed.
    func run(_ result: Rendering.Result) throws -> Int32 {
        let differences = try differences(result)
        for text in differences { try FileSystem.print(text) }
        guard !differences.isEmpty else { return 0 }
        FileSystem.warn(
            "\(path) is stale: \(differences.count) file\(differences.count == 1 ? " differs" : "s differ") "
                + "from what is rendered")
        return 2
    }

    private func differences(_ result: Rendering.Result) throws -> [String] {
        guard let kind = try? FileSystem.kind(path) else {
            throw Problem(description: "Checking '\(path)': there is no such file or directory")
        }
        guard kind == .folder else {
            return [Self.difference(path, try FileSystem.read(path), try output.text(result))]
                .compactMap { $0 }
        }
        var differences: [String] = []
        var rendered: Set<String> = []
        for file in result.files.sorted(by: { $0.path < $1.path }) {
            let committed = Paths.joined(path, file.path)
            rendered.insert(committed)
            let isThere = (try? FileSystem.kind(committed)) != nil
            let old = isThere ? try FileSystem.read(committed) : nil
            if let text = Self.difference(committed, old, file.bytes) { differences.append(text) }
        }
        for left in try filesThere(path) where !rendered.contains(left) {
            let old = try FileSystem.read(left)
            if let text = Self.difference(left, old, nil) { differences.append(text) }
        }
        return differences
    }

    /// Files of the kinds that rendering writes; a README beside them is nobody's output.
    private func filesThere(_ folder: String) throws -> [String] {
        try FileSystem.entries(of: folder).filter { !$0.hasPrefix(".") }.flatMap { entry in
            let path = Paths.joined(folder, entry)
            if try FileSystem.kind(path) == .folder { return try filesThere(path) }
            let isOutput = [".yml", ".yaml", ".txt"].contains { entry.hasSuffix($0) }
            return isOutput ? [path] : []
        }
    }

    private static func difference(_ path: String, _ old: [UInt8]?, _ new: [UInt8]?) -> String? {
        if old == new { return nil }
        return LineDifference(old ?? [], new ?? []).unified(
            from: old == nil ? "/dev/null" : path,
            to: new == nil ? "/dev/null" : "\(path) (rendered)")
    }
}
