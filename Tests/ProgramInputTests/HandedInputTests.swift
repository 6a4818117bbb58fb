import ProgramInput
import Subprocess
import Testing

@Suite("What is handed to a program")
struct HandedInputTests {
    @Test("a program gets all that it reads")
    func whole() async throws {
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try await run(
            .name("cat"), input: .handed(bytes), output: .bytes(limit: 2_000_000),
            error: .discarded)
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardOutput == bytes)
    }

    @Test("a program that ends before it has read is heard, every time", arguments: [3, 400_000])
    func unread(size: Int) async throws {
        for _ in 0..<40 {
            let result = try await run(
                .name("sh"), arguments: ["-c", "exec <&-; echo said; exit 7"],
                input: .handed(String(repeating: "x", count: size)),
                output: .string(limit: 100), error: .discarded)
            #expect(result.terminationStatus == .exited(7))
            #expect(result.standardOutput == "said\n")
        }
    }

    @Test("a task that is cancelled while it writes ends, and so does its program")
    func cancelled() async throws {
        let task = Task {
            try await run(
                .name("sleep"), arguments: ["60"],
                input: .handed([UInt8](repeating: 1, count: 400_000)), output: .discarded,
                error: .discarded
            ).terminationStatus
        }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        let status = try? await task.value
        #expect(status?.isSuccess != true)
    }
}
