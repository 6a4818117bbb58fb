// swift-tools-version: 6.2

import PackageDescription

#if canImport(Glibc)
    import Glibc
#endif

/// Every module of our own is built the same strict way.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

/// Linux finds the headers by themselves, and what pkg-config says would link the library too: it
/// would be loaded with all that it brings at every start, and LateLibraries opens it anyway.
func asked(_ name: String) -> String? {
    #if os(Linux)
        nil
    #else
        name
    #endif
}

/// How the released program is linked. Its relocations are packed and its symbols stay its own:
/// that takes a fifth off the memory and the time of every start. Loaders before glibc 2.36 cannot
/// read packed relocations, so a program built beside an older one does without.
func lean() -> [LinkerSetting] {
    #if canImport(Glibc)
        var said = [CChar](repeating: 0, count: 64)
        confstr(Int32(_CS_GNU_LIBC_VERSION), &said, said.count)
        let text = String(decoding: said.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let version = text.split(whereSeparator: { " .".contains($0) })
        guard !version.compactMap({ Int($0) }).lexicographicallyPrecedes([2, 36]) else { return [] }
        let flags = [
            "-z", "pack-relative-relocs", "--icf=safe", "--exclude-libs=ALL", "--no-export-dynamic",
        ]
        return [
            .unsafeFlags(
                ["-use-ld=lld"] + flags.flatMap { ["-Xlinker", $0] },
                .when(platforms: [.linux], configuration: .release))
        ]
    #else
        []
    #endif
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
    name: "apus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "apus", targets: ["apus"]),
        .executable(name: "ytt", targets: ["ytt"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // opens libpq and libarchive when they are first called, where they are not linked
        .target(
            name: "LateLibraries", dependencies: ["CLibpq", "CLibArchive"],
            linkerSettings: [
                .linkedLibrary("pq", .when(platforms: [.macOS])),
                .linkedLibrary("archive", .when(platforms: [.macOS])),
            ]),

        // says
        module("Diagnostics"),

        // speaks PostgreSQL
        .systemLibrary(
            name: "CLibpq", pkgConfig: asked("libpq"),
            providers: [.apt(["libpq-dev"])]),
        module("PostgresClient", ["CLibpq", "LateLibraries", "Diagnostics"]),

        // decides
        module("MigrationCore", ["Diagnostics", yams]),

        // asks servers about themselves
        module(
            "PostgresCatalog", ["PostgresClient", "MigrationCore", "Diagnostics"],
            resources: [.embedInCode("Questions")]),

        // acts
        module(
            "MigrationEngine",
            [
                "MigrationCore", "PostgresCatalog", "PostgresClient", "Diagnostics", subprocess,
                system,
            ]),

        // the trial ground
        .target(name: "CSpawn"),
        module("ServerTestKit", ["CSpawn", "Diagnostics", "MigrationCore", "PostgresClient"]),

        module(
            "Demonstration",
            ["MigrationEngine", "MigrationCore", "PostgresClient", "ServerTestKit", "Diagnostics"]),

        // a migration's report as a page
        module("ReportPage", ["MigrationEngine", "MigrationCore"]),

        // two servers, a pooler and clients in memory, from one seed
        module("SimulatedPostgres", ["MigrationCore"], exclude: ["README.md"]),

        module("Starlark", exclude: ["README.md"]),

        // templates
        module("YAMLTree", exclude: ["README.md"]),
        module("Templating", ["YAMLTree", "Starlark"], exclude: ["README.md"]),
        module("TemplateProgram", ["Templating"]),
        .executableTarget(
            name: "ytt", dependencies: ["TemplateProgram"], swiftSettings: strict,
            linkerSettings: lean()),

        // Terraform's and OpenTofu's configuration language
        module("HCL"),

        // infrastructure as code
        module(
            "Infrastructure", ["HCL", "Diagnostics", yams, subprocess, system],
            resources: [.embedInCode("Knowledge/Tables")]),

        // hands input to programs
        module("ProgramInput", [subprocess]),

        // speaks HTTP
        module("WebTransport", ["ProgramInput", subprocess, system]),

        // vendoring
        .systemLibrary(
            name: "CLibArchive", pkgConfig: asked("libarchive"),
            providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CExchange"),
        module("VendorCore", ["Diagnostics", "YAMLTree", yams]),
        module(
            "VendorFetch",
            [
                "VendorCore", "WebTransport", "YAMLTree", "Diagnostics", "CLibArchive",
                "LateLibraries", "CExchange", "ProgramInput", subprocess, system, yams,
            ]),

        // one central repository and the many that get files from it
        module("FleetCore", ["Diagnostics", yams]),
        module(
            "FleetSync",
            [
                "FleetCore", "Diagnostics", "Templating", "WebTransport", "ProgramInput",
                subprocess, system,
            ]),
        module(
            "ForgeTestKit",
            [
                "FleetSync", "FleetCore", "ProgramInput", subprocess, system, flyingFox,
                flyingSocks,
            ]),

        .executableTarget(
            name: "fleet-forge", dependencies: ["ForgeTestKit"], swiftSettings: strict),
        .executableTarget(
            name: "fleet-benchmark",
            dependencies: ["ForgeTestKit", "FleetSync", "Measuring", subprocess, system],
            path: "Benchmarks/Fleet/Simulation", swiftSettings: strict),

        // the program
        .executableTarget(
            name: "apus", dependencies: ["CommandLineInterface", "TemplateProgram"],
            swiftSettings: strict, linkerSettings: lean()),
        module(
            "CommandLineInterface",
            [
                "Diagnostics", "MigrationCore", "MigrationEngine", "Demonstration",
                "PostgresClient", "ReportPage", "TemplateProgram", "Infrastructure", "HCL",
                "FleetSync",
                "FleetCore", "VendorCore", "VendorFetch", argumentParser, yams,
            ]),

        // what `make bench` runs
        .target(name: "Measuring", path: "Benchmarks/Measuring", swiftSettings: strict),
        .executableTarget(
            name: "migration-benchmark",
            dependencies: [
                "Measuring", "Demonstration", "ServerTestKit", "MigrationCore", "PostgresClient",
                "Diagnostics", argumentParser,
            ], path: "Benchmarks/Migration", swiftSettings: strict),

        // what a person sees, as text files
        module("TranscriptTesting"),

        // tests
        tests("MeasuringTests", ["Measuring"]),
        tests(
            "TranscriptTests", ["TranscriptTesting", "apus", "ytt"], exclude: ["Transcripts"]),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests(
            "ServerTestKitTests",
            ["ServerTestKit", "Diagnostics", "MigrationCore", "PostgresClient"]),
        tests(
            "ServerTests",
            [
                "Demonstration", "MigrationEngine", "MigrationCore", "PostgresClient",
                "ServerTestKit", "Diagnostics", "apus",
            ], exclude: ["Fixtures"]),
        tests(
            "PostgresClientTests",
            ["PostgresClient", "MigrationCore", "ServerTestKit", "Diagnostics"]),
        tests(
            "MigrationEngineTests",
            [
                "MigrationEngine", "PostgresCatalog", "MigrationCore", "PostgresClient",
                "ServerTestKit",
            ]),
        tests(
            "CommandLineInterfaceTests",
            ["CommandLineInterface", "MigrationEngine", "MigrationCore", "Diagnostics"]),
        tests("DemonstrationTests", ["Demonstration"]),
        tests("ReportPageTests", ["ReportPage", "MigrationEngine", "MigrationCore"]),
        tests("YAMLTreeTests", ["YAMLTree"]),
        tests("VendorCoreTests", ["VendorCore", "Diagnostics"]),
        tests(
            "VendorFetchTests",
            [
                "VendorFetch", "VendorCore", "WebTransport", "Diagnostics", subprocess, system,
                flyingFox, flyingSocks,
            ], exclude: ["Fixtures"]),
        tests("ProgramInputTests", ["ProgramInput", subprocess]),
        tests("WebTransportTests", ["WebTransport", flyingFox, flyingSocks]),
        tests(
            "TemplatingTests", ["Templating", "YAMLTree", "Starlark"],
            resources: [.copy("Cases"), .copy("known-failures.txt")]),
        tests("FleetCoreTests", ["FleetCore", "Diagnostics"]),
        tests(
            "FleetSyncTests",
            ["FleetSync", "FleetCore", "ForgeTestKit", "Diagnostics", subprocess]),
        tests("StarlarkTests", ["Starlark"]),
        tests("HCLTests", ["HCL"]),
        tests(
            "InfrastructureTests", ["Infrastructure", "HCL", "Diagnostics"],
            resources: [.copy("Plans")]),
        tests("MigrationCoreTests", ["MigrationCore", "Diagnostics"]),
        tests(
            "PostgresCatalogTests",
            ["PostgresCatalog", "PostgresClient", "MigrationCore", "Diagnostics", subprocess]),
        tests(
            "SimulationTests", ["SimulatedPostgres", "MigrationCore"], exclude: ["Mutants"]),
    ]
)

// scripts/fuzz asks for this one: it links only with libFuzzer, and is no part of the product.
if Context.environment["APUS_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "YAMLTree", "Starlark", "Templating", "Diagnostics", "MigrationCore",
                "MigrationEngine", "PostgresClient",
            ],
            path: "Fuzzing", exclude: ["Seeds"], swiftSettings: strict,
            // gold ends with an internal error on an instrumented program.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}
