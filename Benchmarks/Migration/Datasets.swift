import ArgumentParser
import Demonstration
import Diagnostics
import PostgresClient
import ServerTestKit

/// A database that is copied.
enum Dataset: String, ExpressibleByArgument, CaseIterable, Sendable {
    case pgbench, large, small, wide

    func title(_ size: BenchmarkSize) -> String {
        switch self {
        case .pgbench: "copy pgbench scale \(size.pgbenchScale)"
        case .large: "copy one table of \(size.largeRows) rows"
        case .small: "copy \(size.smallTables) small tables"
        case .wide: "copy \(size.wideRows) wide rows"
        }
    }

    /// Fills it on the source.
    func load(_ arena: Arena) async throws {
        try await arena.source("CREATE DATABASE \(rawValue)")
        switch self {
        case .pgbench:
            try await Fixtures.newest().makePgbench(
                scale: arena.size.pgbenchScale,
                on: arena.stage.source.settings(database: rawValue))
        case .large: try await arena.source(Self.large(arena.size.largeRows), rawValue)
        case .small:
            for first in stride(from: 1, through: arena.size.smallTables, by: 100) {
                let last = min(first + 99, arena.size.smallTables)
                try await arena.source(Self.small(first, last), rawValue)
            }
        case .wide: try await arena.source(Self.wide(arena.size.wideRows), rawValue)
        }
        try await arena.source("VACUUM ANALYZE", rawValue)
    }

    private static func large(_ rows: Int) -> String {
        """
        CREATE TABLE events (id bigint NOT NULL, account int NOT NULL, kind smallint NOT NULL,
            at timestamptz NOT NULL, amount numeric(12,2), note text);
        INSERT INTO events SELECT i, (i::bigint * 7919) % 100000, i % 12,
            '2024-01-01'::timestamptz + i * interval '1 second', (i % 100000) / 100.0,
            CASE WHEN i % 3 = 0 THEN 'note number ' || i END FROM generate_series(1, \(rows)) i;
        ALTER TABLE events ADD PRIMARY KEY (id);
        CREATE INDEX ON events (account);
        CREATE INDEX ON events (at);
        """
    }

    private static func small(_ first: Int, _ last: Int) -> String {
        """
        DO $$ BEGIN FOR i IN \(first)..\(last) LOOP
            EXECUTE format('CREATE TABLE small_%s (id int PRIMARY KEY, name text NOT NULL,
                at timestamptz DEFAULT now())', i);
            EXECUTE format('INSERT INTO small_%s SELECT g, ''name '' || g FROM
                generate_series(1, 100) g', i);
            EXECUTE format('CREATE INDEX ON small_%s (name)', i);
        END LOOP; END $$
        """
    }

    /// Texts of a few and bytes of many kilobytes that do not compress much, and JSON.
    private static func wide(_ rows: Int) -> String {
        """
        CREATE TABLE documents (id bigint PRIMARY KEY, title text, body text, attachment bytea,
            details jsonb, tags text[]);
        INSERT INTO documents SELECT i, 'document ' || i,
            (SELECT string_agg(md5(i::text || n), ' ') FROM generate_series(1, 40 + i % 80) n),
            decode((SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 60) n), 'hex'),
            jsonb_build_object('n', i, 'words', (SELECT array_agg(md5(i::text || n)) FROM
                generate_series(1, 5) n)), ARRAY['a' || i % 10, 'b']
        FROM generate_series(1, \(rows)) i;
        CREATE INDEX ON documents (title);
        """
    }
}
