import MigrationCore
import Testing

@Suite("SchemaScript: a dump's script comes apart at its entries and nowhere else")
struct SchemaScriptTests {
    private let list = """
        ;
        ; Archive created at 2026-01-01
        ;
        5; 1262 16384 DATABASE - app postgres
        6; 0 0 ENCODING - ENCODING
        7; 1255 16385 FUNCTION public tricky() app
        8; 1259 16386 TABLE public actor app
        9; 1259 16387 INDEX public actor_name app
        """
    private let script = #"""
        --
        -- PostgreSQL database dump
        --

        \restrict abc
        SET statement_timeout = 0;

        --
        -- Name: app; Type: DATABASE; Schema: -; Owner: postgres
        --

        CREATE DATABASE app WITH TEMPLATE = template0;


        ALTER DATABASE app OWNER TO postgres;

        \connect app

        SET statement_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);

        --
        -- Name: tricky(); Type: FUNCTION; Schema: public; Owner: app
        --

        CREATE FUNCTION public.tricky() RETURNS text LANGUAGE sql AS $$
        --
        -- Name: x; Type: TABLE; Schema: public; Owner: y
        --
        SELECT 'x' $$;


        SET default_tablespace = '';

        SET default_table_access_method = heap;

        --
        -- Name: actor; Type: TABLE; Schema: public; Owner: app
        --

        CREATE TABLE public.actor (id integer);


        SET default_tablespace = fast;

        --
        -- Name: actor_name; Type: INDEX; Schema: public; Owner: app; Tablespace: fast
        --

        CREATE INDEX actor_name ON public.actor USING btree (id);


        --
        -- PostgreSQL database dump complete
        --

        \unrestrict abc

        """#

    @Test("finds every entry with its type, schema, name and owner")
    func entries() {
        let entries = SchemaScript(script, list: list).entries
        #expect(entries.map(\.type) == ["DATABASE", "FUNCTION", "TABLE", "INDEX"])
        #expect(entries.map(\.name) == ["app", "tricky()", "actor", "actor_name"])
        #expect(entries.map(\.owner) == ["postgres", "app", "app", "app"])
    }

    @Test("a function body that looks like a dump stays in one piece")
    func trickyBody() {
        let function = SchemaScript(script, list: list).entries[1]
        #expect(function.sql.contains("SELECT 'x' $$;"))
    }

    @Test("settings between entries go with what follows, not with what came before")
    func settings() {
        let entries = SchemaScript(script, list: list).entries
        #expect(!entries[1].sql.contains("default_tablespace"))
        #expect(entries[2].sql.contains("SET default_tablespace = '';"))
        #expect(
            entries[3].sql
                == "SET default_table_access_method = heap;\nSET default_tablespace = fast;\n\n"
                + "CREATE INDEX actor_name ON public.actor USING btree (id);")
    }

    @Test("options that only one server's build knows stay behind, others stay")
    func serverOptions() {
        let script = """
            --
            -- Name: t; Type: TABLE; Schema: public; Owner: app
            --

            CREATE TABLE public.t (a integer, b integer);
            ALTER TABLE ONLY public.t ALTER COLUMN a SET (pg_attver='46608056');
            ALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct=5, pg_attver=1);
            ALTER TABLE ONLY public.t ALTER COLUMN b SET (pg_attver=1, n_distinct=5);
            """
        let entry = SchemaScript(script, list: "1; 1259 1 TABLE public t app").entries.first
        let kept = "ALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct=5);"
        #expect(
            entry?.sql
                == "\nCREATE TABLE public.t (a integer, b integer);\n\(kept)\n\(kept)")
    }

    @Test("privileges stand by themselves, though the list has them beside what they are given on")
    func privileges() {
        let columns = (1...9).map { "\($0 + 20); 0 0 ACL public COLUMN a.c\($0) app" }
        let list =
            ([
                "5; 1262 16384 DATABASE - app postgres", "6; 0 0 ACL - DATABASE app postgres",
                "7; 3466 16401 EVENT TRIGGER - watch postgres",
                "8; 0 0 COMMENT - EVENT TRIGGER watch postgres",
                "9; 1259 16385 TABLE public a app", "10; 0 0 ACL public TABLE a app",
            ] + columns + [
                "40; 1259 16386 TABLE public b app", "41; 0 0 DEFAULT ACL public TABLES app",
            ])
            .joined(separator: "\n")
        let order =
            ["DATABASE - app", "TABLE public a", "TABLE public b", "ACL - DATABASE app"]
            + ["ACL public TABLE a"] + (1...9).map { "ACL public COLUMN a.c\($0)" }
            + [
                "DEFAULT ACL public TABLES", "EVENT TRIGGER - watch",
                "COMMENT - EVENT TRIGGER watch",
            ]
        let script = order.map { title in
            let type =
                ["DEFAULT ACL", "EVENT TRIGGER"].first { title.hasPrefix($0 + " ") }
                ?? String(title.prefix { $0 != " " })
            let rest = title.dropFirst(type.count + 1).split(separator: " ", maxSplits: 1)
            return """
                --
                -- Name: \(rest[1]); Type: \(type); Schema: \(rest[0]); Owner: app
                --

                DO '\(title)';

                """
        }.joined(separator: "\n")
        let entries = SchemaScript(script, list: list).entries
        #expect(entries.map { "\($0.type) \($0.schema) \($0.name)" } == order)
        #expect(entries.allSatisfy { $0.sql.contains("'\($0.type) \($0.schema) \($0.name)'") })
        #expect(entries.filter(\.describesDatabase).map(\.name) == ["app", "DATABASE app"])
    }

    @Test("psql's own commands are no SQL")
    func psqlCommands() {
        let entries = SchemaScript(script, list: list).entries
        #expect(entries[0].sql.hasSuffix("ALTER DATABASE app OWNER TO postgres;"))
        #expect(entries.allSatisfy { !$0.sql.contains("\\") })
    }
}
