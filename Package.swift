// swift-tools-version: 6.2

import PackageDescription

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
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "apus",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "apus", targets: ["apus"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // says
        module("Diagnostics"),

        // speaks PostgreSQL
        .systemLibrary(
            name: "CLibpq", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),
        module("PostgresClient", ["CLibpq", "Diagnostics"]),

        // decides
        module("MigrationCore", ["Diagnostics", yams]),

        module("Starlark", exclude: ["README.md"]),

        // templates
        module("YAMLTree"),
        module("Templating", ["YAMLTree", "Starlark"]),

        // the program
        .executableTarget(
            name: "apus", dependencies: ["CommandLineInterface"],
            swiftSettings: strict),
        module("CommandLineInterface", ["Diagnostics", "MigrationCore", "Templating", argumentParser]),

        // tests
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("YAMLTreeTests", ["YAMLTree"]),
        tests(
            "TemplatingTests", ["Templating", "YAMLTree"],
            resources: [.copy("Cases"), .copy("known-failures.txt")]),
        tests("StarlarkTests", ["Starlark"]),
        tests("MigrationCoreTests", ["MigrationCore", "Diagnostics"]),
    ]
)
