import FleetCore
import FleetSync
import ForgeTestKit
import Foundation

/// A small fleet that most tests begin with: `common` for all, a template, and Rust for one.
enum Story {
    static let repositories = ["acme/one", "acme/three", "acme/two"]

    static let files: [String: String?] = [
        "shared/ci/check.sh": "#!/bin/sh\necho one\n",
        "shared/ci/notes.txt": "first line\nsecond\nthird\nfourth\nlast line\n",
        "shared/rust/rust-build.sh": "#!/bin/sh\ncargo build\n",
        "templates/pipeline/pipeline.yml": """
        #@ load("@ytt:data", "data")
        #@data/values
        ---
        image: ""

        """,
        "templates/pipeline/out.yml": """
        #@ load("@ytt:data", "data")
        ---
        image: #@ data.values.image

        """,
    ]

    static func fleetFile(_ forges: String, waves: String = "", more: String = "") -> String {
        """
        fleet: shared
        \(forges)
        features:
          common:
            vendor:
            - {from: shared/ci, to: ci/vendor}
            templates:
            - {from: templates/pipeline, to: ci, values: [image]}
          rust:
            vendor:
            - {from: shared/rust, to: ci/rust, strip_prefix: rust-}
        groups:
          all: {features: [common], values: {image: debian}}
        repositories:
        - {name: acme/one, groups: [all], features: [rust], values: {image: rust}}
        - {name: acme/two, groups: [all]}
        - {name: acme/three, groups: [all]}
        \(waves)
        request:
          labels: [shared, automatic]
          reviewers: [kim]
        limits: {attempts: 4, concurrency: 3}
        \(more)
        """
    }

    /// Plain git: a world with its centre committed.
    static func plain(_ body: (FleetWorld) async throws -> Void) async throws {
        let world = try await FleetWorld(
            FleetWorld.temporaryFolder(), repositories: repositories)
        defer { world.remove() }
        try await world.change(centre: files, "Begin the centre")
        try await world.change(
            centre: ["fleet.yaml": fleetFile(try world.forges(nil, api: nil))], "Add the fleet")
        try await body(world)
    }

    /// The same behind a forge.
    static func forge(
        _ dialect: ForgeServer.Dialect, waves: String = "",
        _ body: (FleetWorld) async throws -> Void
    ) async throws {
        let world = try await FleetWorld(
            FleetWorld.temporaryFolder(), repositories: repositories)
        defer { world.remove() }
        try await ForgeServer(world.forge, dialect).serve { address in
            try await world.change(centre: files, "Begin the centre")
            let text = fleetFile(try world.forges(dialect, api: address), waves: waves)
            try await world.change(centre: ["fleet.yaml": text], "Add the fleet")
            try await body(world)
        }
    }
}

extension FleetReport {
    func row(_ name: String) -> Row? { repositories.first { $0.repository == name } }
    var results: [Result] { repositories.map(\.result) }
}
