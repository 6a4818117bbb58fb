import MigrationCore
import Testing

@Suite("SchemaEntry: what lay in a tablespace that is not there lies in the database's own")
struct SchemaEntryTablespaceTests {
    private func entry(_ sql: String, type: String = "TABLE") -> SchemaEntry {
        SchemaEntry(type: type, schema: "public", name: "t", owner: "app", sql: sql)
    }

    @Test("a setting for a tablespace that is there stays, another one goes")
    func settings() {
        let table = entry(
            "SET default_tablespace = \"my \"\"fast\"\" disk\";\nCREATE TABLE t ();")
        #expect(table.sql(onServerWith: ["my \"fast\" disk"]) == table.sql)
        #expect(table.sql(onServerWith: ["pg_default"]) == "CREATE TABLE t ();")
        let plain = entry("SET default_tablespace = fast;\nCREATE TABLE t ();")
        #expect(plain.sql(onServerWith: ["fast"]) == plain.sql)
        #expect(plain.sql(onServerWith: []) == "CREATE TABLE t ();")
    }

    @Test("the database's own tablespace and other settings stay")
    func others() {
        let table = entry(
            "SET default_table_access_method = heap;\nSET default_tablespace = '';\nCREATE TABLE t ();"
        )
        #expect(table.sql(onServerWith: []) == table.sql)
    }

    @Test("a body that looks like a setting is left alone")
    func bodies() {
        let function = entry(
            "CREATE FUNCTION f() AS $$\nSET default_tablespace = fast;\n$$;", type: "FUNCTION")
        #expect(function.sql(onServerWith: []) == function.sql)
    }

    @Test("a database is made where there is room for it")
    func databases() {
        let database = entry(
            "CREATE DATABASE t WITH TEMPLATE = template0 ENCODING = 'UTF8' TABLESPACE = fast;",
            type: "DATABASE")
        #expect(database.sql(onServerWith: ["fast"]) == database.sql)
        #expect(
            database.sql(onServerWith: [])
                == "CREATE DATABASE t WITH TEMPLATE = template0 ENCODING = 'UTF8';")
    }
}
