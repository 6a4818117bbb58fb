extension SchemaEntry {
    /// The statements for a server that may lack a tablespace of the one they come from: what lay
    /// there lies in the database's own.
    ///
    /// - Parameter tablespaces: names of those that the server has.
    package func sql(onServerWith tablespaces: Set<String>) -> String {
        isDatabase ? databaseSQL(tablespaces) : objectSQL(tablespaces)
    }

    /// `pg_dump` sets the tablespace before an object; further down a line that looks so is a text.
    private func objectSQL(_ tablespaces: Set<String>) -> String {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        let settings = lines.prefix { $0.hasPrefix("SET default_") }
        let kept = settings.filter { line in
            guard let name = line.wholeMatch(of: /SET default_tablespace = (.+);/)?.1 else {
                return true
            }
            return isThere(name, tablespaces)
        }
        return (kept + lines.dropFirst(settings.count)).joined(separator: "\n")
    }

    /// `CREATE DATABASE app WITH … TABLESPACE = fast;`
    private func databaseSQL(_ tablespaces: Set<String>) -> String {
        sql.replacing(#/ TABLESPACE = ("(?:[^"]|"")+"|[^ ;"]+)/#) { found in
            isThere(found.1, tablespaces) ? String(found.0) : ""
        }
    }

    private func isThere(_ name: Substring, _ tablespaces: Set<String>) -> Bool {
        // '' stands for the database's own, and needs nothing.
        guard name != "''" else { return true }
        guard name.hasPrefix("\"") else { return tablespaces.contains(String(name)) }
        return tablespaces.contains(
            String(name.dropFirst().dropLast()).replacing("\"\"", with: "\""))
    }
}
