extension SchemaEntry {
    /// A primary key or a unique constraint in two steps: its index, which others of the table can be
    /// built beside, and the constraint on it, which locks everybody out for an instant.
    ///
    /// As `pg_dump` writes it, one `ALTER TABLE` locks the table for as long as it builds.
    ///
    /// - Returns: nil for what is no such constraint, and for one with more to it: deferrable, with
    ///   nulls taken for equal or periods.
    package var twoSteps: (index: SchemaEntry, constraint: SchemaEntry)? {
        guard type == "CONSTRAINT", let found = sql.wholeMatch(of: addition)?.output else {
            return nil
        }
        var index = self
        index.sql =
            "\(found.settings)CREATE UNIQUE INDEX \(found.name) ON \(found.table) "
            + "USING btree \(found.key);"
        var constraint = self
        constraint.dumped = sql
        constraint.sql =
            "\(found.settings)ALTER TABLE ONLY \(found.table) ADD CONSTRAINT \(found.name) "
            + "\(found.kind) USING INDEX \(found.name);\(found.rest)"
        return (index, constraint)
    }
}

private typealias Addition = (
    Substring, settings: Substring, table: Substring, name: Substring, kind: Substring,
    key: Substring, rest: Substring
)

/// `ALTER TABLE ONLY public.t` and, on a line of its own, `ADD CONSTRAINT t_pkey PRIMARY KEY (id);`;
/// behind it may stand that rows are identified or clustered by its index.
private var addition: Regex<Addition> {
    #/
    (?<settings>(?:SET\ default_[^\n]+;\n)*)\n*
    ALTER\ TABLE\ ONLY\ (?<table>(?:"(?:[^"]|"")+"|[a-z0-9_]+)\.(?:"(?:[^"]|"")+"|[a-z0-9_]+))\n
    \ +ADD\ CONSTRAINT\ (?<name>"(?:[^"]|"")+"|[a-z0-9_]+)
    \ (?<kind>PRIMARY\ KEY|UNIQUE)
    \ (?<key>\((?:"(?:[^"]|"")+"|[a-z0-9_,\ ])+\)
        (?:\ INCLUDE\ \((?:"(?:[^"]|"")+"|[a-z0-9_,\ ])+\))?
        (?:\ WITH\ \([a-z0-9_=',\ ]+\))?);
    (?<rest>(?:\n[^\n]*)*)
    /#
    .matchingSemantics(.unicodeScalar)
}
