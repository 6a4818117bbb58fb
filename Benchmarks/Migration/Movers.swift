import Demonstration
import Foundation
import Measuring
import ServerTestKit

/// Whoever can bring a whole database to the target.
enum Mover: String, CaseIterable, Sendable {
    case apus
    case pgcopydb = "pgcopydb clone"
    case dump = "pg_dump -Fd | pg_restore"
    case native = "native initial sync"
    /// No product: what the servers take when rows go through a bare pipe for each core and indexes
    /// are built behind it.
    case pipe = "bare pipes and indexes"

    static let rivals = [Mover.pgcopydb, .dump, .native]
}

/// One turn.
struct Turn: Sendable, CustomStringConvertible {
    let seconds: Double
    /// Seconds of the source's processors.
    let sourceProcessor: Double
    /// Megabytes.
    let memory: Double
    /// What it was made of, where the program says so.
    var phases: [ProgramReport.Phase] = []

    var description: String {
        let parts = phases.map { "\($0.name) \(decimals($0.seconds, 2))" }
        return "\(decimals(seconds, 2)) s, source's processors \(decimals(sourceProcessor, 2)) s"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}

extension Arena {
    /// Why a mover cannot take part; nil when it can.
    func isMissing(_ mover: Mover) -> String? {
        mover == .pgcopydb && pgcopydb == nil ? "pgcopydb is not on this machine" : nil
    }

    /// Moves a database, and takes it off the target again.
    func turn(_ mover: Mover, named database: String) async throws -> Turn {
        try await clearTarget(database)
        try await prepare(mover, database)
        let server = await stage.source.processID
        let before = processorTime(ofServer: server)
        let turn: Turn
        switch mover {
        case .apus: turn = try await moveOurselves(database, server)
        case .pgcopydb, .dump, .native, .pipe:
            let run = try await shell(script(mover), database)
            turn = Turn(
                seconds: run.seconds,
                sourceProcessor: processorTime(ofServer: server) - before, memory: run.memory)
        }
        try await clean(mover, database)
        return turn
    }

    /// Our own clock runs from the first thing that is made on a server to the last statistics:
    /// the preflight before it and the verification behind it are what the others do not have.
    private func moveOurselves(_ database: String, _ server: Int32) async throws -> Turn {
        let file = try migrationFile(database)
        let run = try await apus("run", file).run(
            until: { $0.contains("bench: verify") || $0.contains("bench: catch up") },
            metering: .init(begin: "bench: prepare") { processorTime(ofServer: server) })
        let report = try report(file)
        return Turn(
            seconds: report.copySeconds, sourceProcessor: run.metered, memory: run.memory,
            phases: report.copyPhases)
    }

    private func prepare(_ mover: Mover, _ database: String) async throws {
        guard mover != .apus else { return }
        try await target("CREATE DATABASE \(database)")
        switch mover {
        case .native: try await source("CREATE PUBLICATION bench FOR ALL TABLES", database)
        case .pipe: _ = try await shell(Self.pipePreparation, database)
        case .apus, .pgcopydb, .dump: break
        }
    }

    private func script(_ mover: Mover) -> String {
        switch mover {
        case .apus: ""
        case .pgcopydb:
            """
            rm -rf "$DIR/pgcopydb"
            \(pgcopydb ?? "pgcopydb") clone --source "$S" --target "$T" --dir "$DIR/pgcopydb" \
                --table-jobs "$JOBS" --index-jobs "$JOBS" --restore-jobs "$JOBS" \
                --split-tables-larger-than 100MB --use-copy-binary
            """
        case .dump:
            """
            rm -rf "$DIR/dump"
            pg_dump -Fd -j "$JOBS" -f "$DIR/dump" "$S"
            pg_restore -j "$JOBS" -d "$T" "$DIR/dump"
            vacuumdb -q -Z -j "$JOBS" -p "$TARGET_PORT" "$DB"
            """
        case .native:
            """
            pg_dump -s "$S" | psql -X -q "$T" >/dev/null
            psql -X -q "$T" -c "CREATE SUBSCRIPTION bench CONNECTION '$S' PUBLICATION bench"
            until [ "$(psql -X -At "$T" -c "SELECT count(*) FROM pg_subscription_rel
                WHERE srsubstate NOT IN ('r', 's')")" = 0 ]; do sleep 0.05; done
            vacuumdb -q -Z -j "$JOBS" -p "$TARGET_PORT" "$DB"
            """
        case .pipe: Self.pipe
        }
    }

    /// The list of pieces and of indexes is made before the clock runs.
    private static let pipePreparation = #"""
        pg_dump -s --section=pre-data "$S" | psql -X -q "$T" >/dev/null
        psql -X -At "$S" -c "
            SELECT format('%s|%s', c.oid::regclass, CASE WHEN parts = 1 THEN c.oid::regclass::text
                ELSE format('(SELECT * FROM %s WHERE ctid >= ''(%s,0)'' AND ctid < ''(%s,0)'')',
                    c.oid::regclass, p * pages / parts,
                    CASE WHEN p = parts - 1 THEN 4294967295 ELSE (p + 1) * pages / parts END) END)
            FROM (SELECT oid, relname, greatest(relpages, 1)::bigint AS pages,
                CASE WHEN relpages > 8192 THEN $CORES * 2 ELSE 1 END AS parts FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) c,
                generate_series(0, parts - 1) p ORDER BY pages / parts DESC" >"$DIR/pieces"
        psql -X -At "$S" -c "SELECT pg_get_indexdef(indexrelid) FROM pg_index
            JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'public'::regnamespace
            ORDER BY c.relpages DESC" >"$DIR/indexes"
        """#

    private static let pipe = #"""
        piece() {
            psql -X -q "$S" -c "COPY ${1#*|} TO STDOUT (FORMAT binary)" |
                psql -X -q "$T" -c "COPY ${1%%|*} FROM STDIN (FORMAT binary)"
        }
        index() { psql -X -q "$T" -c "SET maintenance_work_mem = '256MB'" -c "$1"; }
        export -f piece index
        xargs -d '\n' -n 1 -P "$CORES" bash -c 'piece "$0"' <"$DIR/pieces"
        xargs -d '\n' -n 1 -P "$CORES" bash -c 'index "$0"' <"$DIR/indexes"
        """#

    private func clean(_ mover: Mover, _ database: String) async throws {
        switch mover {
        case .apus: try await abort("\(stage.folder)/\(database).yaml")
        case .native:
            try await target("DROP SUBSCRIPTION IF EXISTS bench", database)
            try await source("DROP PUBLICATION bench", database)
        case .pgcopydb, .dump, .pipe: break
        }
        for folder in ["dump", "pgcopydb"] {
            try? FileManager.default.removeItem(atPath: stage.folder + "/" + folder)
        }
    }
}
