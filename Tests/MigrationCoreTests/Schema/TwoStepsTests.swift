import MigrationCore
import Testing

@Suite("SchemaEntry: a constraint on an index that is built beside others")
struct TwoStepsTests {
    private func constraint(_ sql: String, type: String = "CONSTRAINT") -> SchemaEntry {
        SchemaEntry(type: type, schema: "public", name: "t t_pkey", owner: "app", sql: sql)
    }

    @Test("a primary key is an index and a constraint on it, remembered as the dump wrote it")
    func primaryKey() throws {
        let entry = constraint(
            "\nALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id, part);")
        let steps = try #require(entry.twoSteps)
        #expect(
            steps.index.sql == "CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id, part);")
        #expect(
            steps.constraint.sql
                == "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;"
        )
        #expect(steps.constraint.fingerprint == entry.fingerprint)
        #expect(steps.index.fingerprint != entry.fingerprint)
    }

    @Test("names in quotes, a tablespace, columns that come along and storage go with it")
    func everything() throws {
        let name = #""a ""b"" (c); d""#
        let steps = try #require(
            constraint(
                """
                SET default_tablespace = fast;

                ALTER TABLE ONLY "my schema".\(name)
                    ADD CONSTRAINT \(name) UNIQUE ("x) ""y", y) INCLUDE (z) WITH (fillfactor='70');
                """
            ).twoSteps)
        #expect(
            steps.index.sql == """
                SET default_tablespace = fast;
                CREATE UNIQUE INDEX \(name) ON "my schema".\(name) USING btree \
                ("x) ""y", y) INCLUDE (z) WITH (fillfactor='70');
                """)
        #expect(
            steps.constraint.sql == """
                SET default_tablespace = fast;
                ALTER TABLE ONLY "my schema".\(name) ADD CONSTRAINT \(name) UNIQUE \
                USING INDEX \(name);
                """)
    }

    @Test(
        "whatever has more to it stays as it is",
        arguments: [
            "UNIQUE (id) DEFERRABLE INITIALLY DEFERRED;", "UNIQUE NULLS NOT DISTINCT (id);",
            "PRIMARY KEY (id, during WITHOUT OVERLAPS);", "EXCLUDE USING gist (id WITH =);",
            "CHECK ((id > 0));",
        ])
    func others(_ rest: String) {
        let sql = "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey " + rest
        #expect(constraint(sql).twoSteps == nil)
    }

    @Test("what the dump says of the index comes after the constraint")
    func rest() throws {
        let rest = "\n\nALTER TABLE public.t CLUSTER ON t_pkey;\n"
        let steps = try #require(
            constraint(
                "\nALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey UNIQUE (id);" + rest
            ).twoSteps)
        #expect(steps.index.sql == "CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id);")
        #expect(
            steps.constraint.sql
                == "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey UNIQUE USING INDEX t_pkey;"
                + rest)
    }

    @Test("an index is no constraint")
    func index() {
        let sql = "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);"
        #expect(constraint(sql, type: "INDEX").twoSteps == nil)
        #expect(constraint(sql).twoSteps != nil)
    }

    @Test("only where workers have nothing else to do, and the table has several indexes")
    func when() throws {
        let key = constraint(
            "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);")
        let other = constraint("CREATE INDEX i ON public.t USING btree (x);", type: "INDEX")
        let steps = try #require(key.twoSteps)
        let shared = TableIndexes([key, other], isSmall: false, isShared: true)
        #expect(shared.builds == [[steps.index], [other]])
        #expect(shared.constraints == [steps.constraint])
        for indexes in [
            TableIndexes([key, other], isSmall: false, isShared: false),
            TableIndexes([key], isSmall: false, isShared: true),
            TableIndexes([key, other], isSmall: true, isShared: false),
        ] {
            #expect(indexes.builds.flatMap { $0 }.first == key)
            #expect(indexes.constraints.isEmpty)
        }
        #expect(TableIndexes([], isSmall: true, isShared: false).builds.isEmpty)
    }

    @Test("what an earlier run made is not made again, nor an index beside its own")
    func resumed() throws {
        let key = constraint(
            "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);")
        let other = constraint("CREATE INDEX i ON public.t USING btree (x);", type: "INDEX")
        let steps = try #require(key.twoSteps)
        for isShared in [true, false] {
            let half = TableIndexes(
                [key, other], isSmall: false, isShared: isShared,
                done: [steps.index.fingerprint, other.fingerprint])
            #expect(half.builds.isEmpty)
            #expect(half.constraints == [steps.constraint])
        }
        // The constraint counts as the dump's own entry.
        let whole = TableIndexes(
            [key, other], isSmall: false, isShared: true, done: [steps.constraint.fingerprint])
        #expect(whole.builds == [[other]])
        #expect(whole.constraints.isEmpty)
    }
}
