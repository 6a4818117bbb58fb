import Foundation
import Testing
import TranscriptTesting

/// Goal: what a person sees, and the exit status, are what was reviewed. Method: the files in
/// `Transcripts`, each in a folder and a home of its own. `make transcripts` writes them anew; the
/// difference is what a reviewer reads.
@Suite("Transcripts")
struct TranscriptTests {
    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        + "/Transcripts"

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".transcript") }.sorted()
    }

    @Test("the program says what was agreed", arguments: names)
    func agreed(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var transcript = try Transcript(parsing: text)
        let place = try Place(for: transcript)
        defer { place.remove() }
        let records = ProcessInfo.processInfo.environment["APUS_RECORD"] != nil
        for index in transcript.steps.indices {
            let step = transcript.steps[index]
            let (output, status) = try place.type(step.command)
            if records, !matches(output, expected: step.output) {
                transcript.steps[index].output = recorded(output, over: step.output)
            }
            transcript.steps[index].status = records ? status : step.status
            guard !records else { continue }
            #expect(status == step.status, "\(step.command)\n\(output.joined(separator: "\n"))")
            #expect(
                matches(output, expected: step.output),
                "\(step.command) printed\n\(output.joined(separator: "\n"))")
        }
        if records { try transcript.text.write(toFile: path, atomically: true, encoding: .utf8) }
    }

    @Test("there are some")
    func some() { #expect(Self.names.count >= 5) }
}

/// Where the commands of one transcript are typed.
private struct Place {
    let folder: String

    init(for transcript: Transcript) throws {
        folder = NSTemporaryDirectory() + "apus-transcript-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/home", withIntermediateDirectories: true)
        for file in transcript.files {
            try file.text.write(
                toFile: "\(folder)/\(file.name)", atomically: false, encoding: .utf8)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func type(_ command: String) throws -> (output: [String], status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "\(Self.programs):/usr/bin:/bin", "HOME": folder + "/home", "LANG": "C.UTF-8",
            "COLUMNS": "80",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var lines = text.replacing(folder, with: "[PLACE]").split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return (lines, process.terminationStatus)
    }

    /// The folder of the built program, which lies beside the tests.
    private static var programs: String {
        let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return tests.deletingLastPathComponent().path
    }
}
