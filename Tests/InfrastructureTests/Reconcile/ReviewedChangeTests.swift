import Foundation
import HCL
import Testing

@testable import Infrastructure

/// Goal: one review covers the change before the move and the one after it, and nothing else slips
/// through. Method: what is proposed before the move is compared with what comes out after it.
@Suite("One review for both changes")
struct ReviewedChangeTests {
    @Test(
        "what is written after the move is what was reviewed before it, line by line",
        .enabled(if: Terraform.isInstalled, Terraform.missing))
    func wholeWay() async throws {
        var files = TwinServers.before
        files["new.tf"] = nil
        let main = files["main.tf"] ?? ""
        files["main.tf"] = main.components(separatedBy: "resource \"terraform_data\" \"db\"")[0]
        try await TwinServers.with(files) { twin in
            var before = Reconciliation(
                twin.relocation, run: twin.run, knowledge: try .builtIn(),
                purpose: .prepare(preparation))
            before.announces = true
            let proposal = try await before.propose()
            #expect(
                proposal.plan.files.map(\.name) == [
                    "main.tf", "shop-after-move.patch", "shop-target.tf",
                ])
            try before.writeFiles(proposal.plan)
            #expect(try await before.propose().plan.isNothing, "done again it writes nothing")
            #expect(try await before.applyFiles() == nil)
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])

            let after = try twin.reconciliation()
            let plan = try await after.propose().plan
            #expect(await after.isReviewed(plan))
            // Somebody changes the target meanwhile: that was not reviewed.
            let target = try twin.text("shop-target.tf")
            try target.replacing("version = 17", with: "version = 18").write(
                toFile: "\(twin.directory)/shop-target.tf", atomically: true, encoding: .utf8)
            #expect(await !after.isReviewed(try await after.propose().plan))
            try target.write(
                toFile: "\(twin.directory)/shop-target.tf", atomically: true, encoding: .utf8)
            // Another change above only moves the lines.
            let edited = "# A line more.\n" + (try twin.text("main.tf"))
            try edited.write(
                toFile: "\(twin.directory)/main.tf", atomically: true, encoding: .utf8)
            #expect(await after.isReviewed(try await after.propose().plan))
        }
    }

    private var preparation: Preparation {
        var preparation = Preparation()
        preparation.targetSettings = [
            .init(["input", "version"], .number("17")),
            .init(["input", "name"], .string("shop-2b")),
        ]
        preparation.sourceSettings = [
            .init(["input", "flags", "cloudsql.logical_decoding"], .string("on"))
        ]
        return preparation
    }

    @Test("a review of one line does not cover another, and none covers nothing")
    func covers() {
        func change(_ before: String, _ after: String) -> ReviewedChange {
            ReviewedChange(
                [.init(name: "main.tf", before: Array(before.utf8), after: Array(after.utf8))],
                migration: "shop")
        }
        let reviewed = change("a\nb\nc\n", "a\nB\nc\n")
        #expect(reviewed.covers(change("a\nb\nc\n", "a\nB\nc\n")))
        #expect(!reviewed.covers(change("a\nb\nc\n", "a\nX\nc\n")))
        #expect(!reviewed.covers(change("a\nb\nc\n", "a\nB\nC\n")))
        #expect(!change("a\n", "a\n").covers(change("a\n", "a\n")))
        // Ids are known after the move only, and what such blocks do is proven.
        let moves = ReconcilePlan.FileChange(
            name: "shop-moves.tf", before: nil, after: Array("import {}\n".utf8))
        #expect(ReviewedChange([moves], migration: "shop").bytes.isEmpty)
    }
}
