import Foundation
import Testing

/// Runs the reference's cases through the built program, where both are at hand.
@Suite struct ConformanceTests {
    struct Case: Decodable {
        struct Result: Decodable {
            let rc: Int32
            let stdout: String
            let stderr: String
            let outs: [String: String]?
        }

        enum Contents: Decodable {
            case text(String)
            case encoded(Data)

            enum CodingKeys: String, CodingKey { case b64 }

            init(from decoder: any Decoder) throws {
                if let text = try? decoder.singleValueContainer().decode(String.self) {
                    self = .text(text)
                } else {
                    let container = try decoder.container(keyedBy: CodingKeys.self)
                    let text = try container.decode(String.self, forKey: .b64)
                    self = .encoded(Data(base64Encoded: text) ?? Data())
                }
            }

            var data: Data {
                switch self {
                case .text(let text): Data(text.utf8)
                case .encoded(let data): data
                }
            }
        }

        let id: String
        let suite: String
        let files: [String: Contents]
        let args: [String]
        let env: [String: String]
        let stdin: String?
        let result: Result
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let cases = root.deletingLastPathComponent()
        .appending(path: "shared/conformance/templates/cases.jsonl")
    private static let program = root.appending(path: ".build/debug/apus")

    /// Cases that do not match yet, each explained in `docs/compatibility/ytt.md`.
    private static func knownFailures() throws -> Set<String> {
        let url = try #require(
            Bundle.module.url(forResource: "known-failures", withExtension: "txt"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        return Set(lines.filter { !$0.hasPrefix("#") }.map(String.init))
    }

    @Test func noCaseThatPassedFails() async throws {
        guard let text = Self.findCases() else {
            return print("not run: \(Self.cases.path()) is not there")
        }
        guard FileManager.default.isExecutableFile(atPath: Self.program.path()) else {
            return print("not run: \(Self.program.path()) is not built")
        }
        let known = try Self.knownFailures()
        let cases = try text.split(separator: "\n").map {
            try JSONDecoder().decode(Case.self, from: Data($0.utf8))
        }
        let failures = try await withThrowingTaskGroup(of: String?.self) { group in
            var failures: Set<String> = []
            var waiting = cases[...]
            for _ in 0..<4 {
                if let next = waiting.popFirst() { group.addTask { try Self.failure(of: next) } }
            }
            while let failure = try await group.next() {
                if let failure { failures.insert(failure) }
                if let next = waiting.popFirst() { group.addTask { try Self.failure(of: next) } }
            }
            return failures
        }
        print("\(cases.count - failures.count) of \(cases.count) cases as the reference")
        #expect(failures.subtracting(known).sorted() == [])
        let mended = known.subtracting(failures).sorted()
        if !mended.isEmpty { print("no longer failing: \(mended.joined(separator: ", "))") }
    }

    /// The cases lie beside the repository, or beside the folder it was cloned into.
    private static func findCases() -> String? {
        let beside = root.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "shared/conformance/templates/cases.jsonl")
        return (try? String(contentsOf: cases, encoding: .utf8))
            ?? (try? String(contentsOf: beside, encoding: .utf8))
    }

    /// The case's id when the program answers otherwise than the reference.
    private static func failure(of case: Case) throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, contents) in `case`.files {
            let url = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try contents.data.write(to: url)
        }
        try Data((`case`.stdin ?? "").utf8).write(to: folder.appending(path: ".stdin"))
        let (status, output, errors) = try run(`case`, in: folder)
        let expected = `case`.result
        let isRight: Bool
        if expected.rc == 0 {
            isRight =
                status == 0 && output == expected.stdout
                && written(in: folder.appending(path: "out")) == expected.outs ?? [:]
        } else {
            let wanted = squashed(expected.stderr).replacing("ytt: Error: ", with: "")
            isRight = (1..<124).contains(status) && squashed(errors).contains(wanted)
        }
        return isRight ? nil : `case`.id
    }

    private static func run(
        _ case: Case, in folder: URL
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = ["render"] + `case`.args
        process.currentDirectoryURL = folder
        process.environment = `case`.env.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: ".stdin"))
        let streams = [".stdout", ".stderr"].map { folder.appending(path: $0) }
        for url in streams { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        process.waitUntilExit()
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return (process.terminationStatus, texts[0], texts[1])
    }

    private static func written(in folder: URL) -> [String: String] {
        var result: [String: String] = [:]
        let base = folder.resolvingSymlinksInPath().path() + "/"
        for case let url as URL in FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: nil) ?? .init()
        {
            guard let data = try? Data(contentsOf: url) else { continue }
            let path = url.resolvingSymlinksInPath().path().replacing(base, with: "")
            result[path] = String(decoding: data, as: UTF8.self)
        }
        return result
    }

    /// White space and the numbers of templates differ from one program to the other.
    private static func squashed(_ text: String) -> String {
        text.replacing(#/__ytt_tpl\w+?_/#, with: "__ytt_tpl_").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
