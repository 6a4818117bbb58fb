package import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

extension Diagnostic.Code {
    package static let pathBlocked: Self = "target.cannot-reach-source"
}

/// Lets the target connect to the source as replication will, before a row is copied for it.
///
/// Preflight tries the same, but only where a database is there in which our role may create.
struct ProvePath {
    let context: MigrationContext
    let database: String

    func perform() async throws {
        let target = await context.connection(.target, database)
        let probe = PeerProbe(from: target, isPasswordOurs: true, grant: nil)
        let role = target.settings.user ?? "CURRENT_USER"
        let access = PeerAccess(context: context, link: Link(0), database: database)
        let path = try await access.connecting {
            try await probe.reach($0, named: context.file.name)
        } isRefused: { path in
            guard case .known(.fails(let words)) = path else { return nil }
            return PeerAccess.isRefusal(words) ? words : nil
        }
        switch path {
        case .known(.works): return
        case .known(.fails(let words)):
            throw Diagnostic(
                .error, .pathBlocked, "the target cannot connect to the source", detail: words,
                hint: "Say under source: {seen_from_peer: {host: …, port: …}} how the target "
                    + "reaches it, or open the way, and run apus migrate run again.")
        case .unknown(let reason, _):
            throw Diagnostic(
                .error, .pathBlocked, "the target creates no subscription for our role",
                detail: reason,
                hint: "GRANT pg_create_subscription TO \(sql(identifier: role));")
        }
    }
}
