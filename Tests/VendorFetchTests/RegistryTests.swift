import Foundation
import Testing
import VendorCore

@testable import VendorFetch

/// Goal: images and charts come from registries that ask who is there, whichever way the account
/// is kept.
/// Method: Debian's docker-registry with basic auth, a chart pushed as helm pushes it, and a
/// credential helper as docker runs it.
@Suite(
    .serialized, .timeLimit(.minutes(15)),
    .enabled(if: TestRegistry.program != nil, "not run: docker-registry is not installed"),
    .enabled(if: ProgramBench.isBuilt, "not run: the program is not built"))
struct RegistryTests {
    private func archive(_ bench: Workbench, _ files: [String: String]) async throws -> [UInt8] {
        for (path, text) in files { try bench.write(text, to: "pack/\(path)") }
        try await bench.run("tar", "czf", "pack.tgz", "-C", "pack", ".")
        return try Disk.read("\(bench.folder)/pack.tgz")
    }

    private func with(
        _ body: @Sendable (ProgramBench, TestRegistry) async throws -> Void
    ) async throws {
        try await Workbench.with { bench in
            try bench.write("", to: "work/.keep")
            let layer = try await archive(bench, ["f.txt": "from the registry\n"])
            try await TestRegistry.serve(bench) { registry in
                try await registry.push(layer, "app", "1.0.0")
                let program = ProgramBench(bench: bench)
                try program.configure("- path: o\n  image: {url: \(registry.host)/app:1.0.0}\n")
                try await body(program, registry)
            }
        }
    }

    /// A helper that knows one registry, and says on its standard output what docker's say.
    private func helper(_ bench: Workbench, _ host: String, user: String = "kim") throws {
        try bench.write(
            """
            #!/bin/sh
            [ "$1" = get ] || exit 3
            read -r server
            echo "$server" >>"$HOME/asked"
            if [ "$server" = \(host) ]; then
                printf '{"ServerURL":"%s","Username":"\(user)","Secret":"open sesame"}' "$server"
            else
                echo "credentials not found in native keychain"
                exit 1
            fi

            """, to: "bin/docker-credential-testing", permissions: 0o755)
    }

    @Test("credHelpers, credsStore and auths of docker's config.json let the program in")
    func login() async throws {
        try await with { bench, registry in
            let anonymous = try await bench.vendor("sync")
            #expect(anonymous.status == 1)
            #expect(anonymous.errors.contains("docker login"), "\(anonymous.errors)")
            try helper(bench.bench, registry.host)
            let auth = Data("kim:open sesame".utf8).base64EncodedString()
            for login in [
                "{\"credHelpers\": {\"\(registry.host)\": \"testing\"}}",
                "{\"credsStore\": \"testing\"}",
                "{\"auths\": {\"http://\(registry.host)/v2/\": {\"auth\": \"\(auth)\"}}}",
            ] {
                try bench.bench.write(login, to: ".docker/config.json")
                for path in ["work/vendor", "cache"] {
                    try Disk.remove("\(bench.bench.folder)/\(path)")
                }
                let answer = try await bench.vendor("sync")
                #expect(answer.status == 0, "\(login): \(answer.errors)")
                #expect(try bench.bench.read("work/vendor/o/f.txt") == "from the registry\n")
            }
            #expect(try bench.bench.read("asked").contains(registry.host))
        }
    }

    @Test("a helper that fails or is missing is named, and its answer is shown nowhere")
    func badHelpers() async throws {
        try await with { bench, registry in
            try bench.bench.write("{\"credsStore\": \"none\"}", to: ".docker/config.json")
            let missing = try await bench.vendor("sync")
            #expect(missing.status == 1)
            #expect(missing.errors.contains("docker-credential-none is not installed"))

            try bench.bench.write(
                "#!/bin/sh\nprintf 'open sesame'\n", to: "bin/docker-credential-odd",
                permissions: 0o755)
            try bench.bench.write("{\"credsStore\": \"odd\"}", to: ".docker/config.json")
            let odd = try await bench.vendor("sync")
            #expect(odd.status == 1)
            #expect(odd.errors.contains("credential helper 'odd'"))
            #expect(!odd.errors.contains("sesame"))

            // A helper that does not know the registry is no reason to give up.
            try helper(bench.bench, "elsewhere.invalid")
            let auth = Data("kim:open sesame".utf8).base64EncodedString()
            try bench.bench.write(
                "{\"credsStore\": \"testing\", \"auths\": {\"\(registry.host)\": "
                    + "{\"auth\": \"\(auth)\"}}}", to: ".docker/config.json")
            let answer = try await bench.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
        }
    }

    @Test("a chart comes from a registry by a range of versions, with the account of a secret")
    func chart() async throws {
        try await with { bench, registry in
            try Disk.remove("\(bench.bench.folder)/pack")
            for version in ["1.2.0", "2.0.0"] {
                let chart = try await archive(
                    bench.bench,
                    [
                        "app/Chart.yaml": "name: app\nversion: \(version)\nappVersion: \"7\"\n",
                        "app/templates/a.yaml": "a: 1\n",
                    ])
                try await registry.push(
                    chart, "charts/app", version,
                    type: "application/vnd.cncf.helm.chart.content.v1.tar+gzip")
            }
            try bench.configure(
                """
                - path: c
                  helmChart:
                    name: app
                    version: 1.x
                    repository: {url: "oci://\(registry.host)/charts", secretRef: {name: s}}
                """,
                before: ProgramBench.secret("s", ["username": "kim", "password": "open sesame"]))
            let answer = try await bench.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(try bench.bench.read("work/vendor/c/templates/a.yaml") == "a: 1\n")
            #expect(try bench.bench.read("work/vendir.lock.yml").contains("version: 1.2.0"))
        }
    }

    @Test(
        "VENDIR_MAX_CACHE_SIZE keeps large layers out of the cache, and a size that is none is refused"
    )
    func cacheSize() async throws {
        try await with { bench, registry in
            let auth = Data("kim:open sesame".utf8).base64EncodedString()
            try bench.bench.write(
                "{\"auths\": {\"\(registry.host)\": {\"auth\": \"\(auth)\"}}}",
                to: ".docker/config.json")
            var program = bench
            program.environment["VENDIR_MAX_CACHE_SIZE"] = "large"
            let refused = try await program.vendor("sync")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("VENDIR_MAX_CACHE_SIZE is 'large'"))
            for (size, kept) in [("10", false), ("1Mi", true)] {
                program.environment["VENDIR_MAX_CACHE_SIZE"] = size
                try Disk.remove("\(bench.bench.folder)/work/vendor")
                #expect(try await program.vendor("sync").status == 0)
                #expect(bench.bench.exists("cache/blobs") == kept, "\(size)")
            }
        }
    }
}
