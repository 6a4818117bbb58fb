import Foundation
import Testing

@testable import VendorFetch

/// Goal: git's servers are reached with the accounts and keys of secrets, which nobody else sees.
/// Method: git's own HTTP server behind TLS, and an `ssh` that notes what it is asked for.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ProgramBench.isBuilt, "not run: the program is not built"))
struct GitServerTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/git-server").path()
    static let hasServer = Places.find("python3") != nil && Places.find("openssl") != nil

    private func with(
        silent: Bool = false, _ body: @Sendable (ProgramBench, String) async throws -> Void
    ) async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1"])
            try bench.write("", to: "work/.keep")
            try await bench.run("git", "clone", "-q", "--bare", "origin", "served.git")
            try await bench.run(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost")
            let arguments =
                [
                    bench.folder, "\(bench.folder)/cert.pem", "\(bench.folder)/key.pem", "kim",
                    "open sesame",
                ] + (silent ? ["silent"] : [])
            try await Bystander.serve(Self.fixture, arguments) { port in
                try await body(
                    ProgramBench(bench: bench), "https://localhost:\(port)/served.git")
            }
        }
    }

    private func contents(_ url: String, _ more: String) -> String {
        "- path: x\n  git:\n    url: \(url)\n    ref: origin/main\n\(more)"
    }

    private static let secret = ProgramBench.secret(
        "account", ["username": "kim", "password": "open sesame"])

    @Test(
        "an account of a secret lets git in, and a certificate of one's own is refused until asked",
        .enabled(if: hasServer, "not run: python3 or openssl is not installed"))
    func basicAccount() async throws {
        try await with { bench, url in
            let reference = "    secretRef: {name: account}\n"
            try bench.configure(contents(url, reference), before: Self.secret)
            let refused = try await bench.vendor("sync")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("certificate"), "\(refused.errors)")

            try bench.configure(contents(url, "    dangerousSkipTLSVerify: true\n"))
            let stranger = try await bench.vendor("sync")
            #expect(stranger.status == 1, "nobody is let in without an account")

            try bench.configure(
                contents(url, reference + "    dangerousSkipTLSVerify: true\n"),
                before: Self.secret)
            let answer = try await bench.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(try bench.bench.read("work/vendor/x/a.txt") == "1")
            for text in [answer.output, answer.errors, refused.errors, stranger.errors] {
                #expect(!text.contains("sesame"))
            }
            let kept = try bench.bench.files("cache").filter { path in
                (try? bench.bench.read("cache/\(path)").contains("sesame")) == true
            }
            #expect(kept == [], "no secret stays in the cache")
        }
    }

    @Test(
        "forceHTTPBasicAuth sends the account unasked, to servers that never ask",
        .enabled(if: hasServer, "not run: python3 or openssl is not installed"))
    func forced() async throws {
        try await with(silent: true) { bench, url in
            let base = "    secretRef: {name: account}\n    dangerousSkipTLSVerify: true\n"
            try bench.configure(contents(url, base), before: Self.secret)
            let asked = try await bench.vendor("sync")
            #expect(asked.status == 1)
            try bench.configure(
                contents(url, base + "    forceHTTPBasicAuth: true\n"), before: Self.secret)
            let answer = try await bench.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(try bench.bench.read("work/vendor/x/a.txt") == "1")
        }
    }

    @Test("ssh gets key and known hosts in files that are private, and gone afterwards")
    func ssh() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1"])
            try bench.write(
                """
                #!/bin/sh
                # Notes its words and the files among them, and runs the last word as a server would.
                {
                    printf '%s\\n' "$@"
                    for word; do
                        file=${word#UserKnownHostsFile=}
                        [ ! -f "$file" ] || { stat -c '%a' "$file"; cat "$file"; echo; }
                    done
                } >>"$HOME/said"
                for word; do last=$word; done
                exec sh -c "$last"

                """, to: "bin/ssh", permissions: 0o755)
            let program = ProgramBench(bench: bench)
            try program.configure(
                contents(
                    "ssh://git@example.invalid\(bench.folder)/origin",
                    "    secretRef: {name: key}\n"),
                before: ProgramBench.secret(
                    "key",
                    ["ssh-privatekey": "the private key", "ssh-knownhosts": "the known hosts"]))
            let answer = try await program.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(try bench.read("work/vendor/x/a.txt") == "1")
            let said = try bench.read("said")
            for words in [
                "600\nthe private key", "600\nthe known hosts", "StrictHostKeyChecking=yes",
                "IdentitiesOnly=yes", "git@example.invalid",
            ] {
                #expect(said.contains(words), "\(said)")
            }
            let files = said.split(separator: "\n").filter { $0.hasSuffix("/private-key") }
            #expect(!files.isEmpty)
            #expect(!files.contains { Disk.exists(String($0)) }, "the key is gone")
        }
    }

    @Test("lfsSkipSmudge leaves the pointers of large files as they are")
    func largeFiles() async throws {
        try await Workbench.with { bench in
            // The filter stands for git-lfs: it looks at the variable that git-lfs looks at.
            try bench.write(
                """
                [filter "lfs"]
                    smudge = "test -n \\"$GIT_LFS_SKIP_SMUDGE\\" && cat || (cat >/dev/null; echo large)"
                    clean = cat
                    required = true

                """, to: ".gitconfig")
            try await bench.repository([
                ".gitattributes": "*.bin filter=lfs\n", "a.bin": "pointer\n",
            ])
            let program = ProgramBench(bench: bench)
            let url = "\(bench.folder)/origin"
            try program.configure(contents(url, ""))
            #expect(try await program.vendor("sync").status == 0)
            #expect(try bench.read("work/vendor/x/a.bin") == "large\n")
            try program.configure(contents(url, "    lfsSkipSmudge: true\n"))
            #expect(try await program.vendor("sync").status == 0)
            #expect(try bench.read("work/vendor/x/a.bin") == "pointer\n")
        }
    }
}
