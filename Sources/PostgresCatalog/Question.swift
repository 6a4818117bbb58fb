/// One question to a server: a SELECT of its own file, and the grant that lets anybody ask it.
package struct Question: Sendable {
    /// Names the file under `Questions`, and the question in messages.
    package let name: String
    let sql: String
    /// A predefined role that makes hidden answers visible; nil where only a superuser is told.
    let grant: String?

    private init(_ name: String, _ sql: [UInt8], grant: String? = nil) {
        self.name = name
        self.sql = String(decoding: sql, as: UTF8.self)
        self.grant = grant
    }

    /// The answer as one JSON text, so that every column keeps its name and its type.
    var wrapped: String {
        "SELECT coalesce(json_agg(row_to_json(answer)), '[]') FROM (\n\(sql)\n) AS answer"
    }
}

extension Question {
    // MARK: About a server

    static let identity = Question("server-identity", PackageResources.server_identity_sql)
    static let systemIdentifier = Question(
        "system-identifier", PackageResources.system_identifier_sql, grant: "pg_monitor")
    static let settings = Question(
        "settings", PackageResources.settings_sql, grant: "pg_read_all_settings")
    static let ourRole = Question("our-role", PackageResources.our_role_sql)
    static let roles = Question("roles", PackageResources.roles_sql)
    static let passwords = Question("passwords", PackageResources.passwords_sql)
    static let roleSettings = Question("role-settings", PackageResources.role_settings_sql)
    static let databases = Question("databases", PackageResources.databases_sql)
    static let databaseCollationVersions = Question(
        "database-collation-versions", PackageResources.database_collation_versions_sql)
    static let sessions = Question(
        "sessions", PackageResources.sessions_sql, grant: "pg_read_all_stats")
    static let slots = Question("slots", PackageResources.slots_sql, grant: "pg_monitor")
    static let subscriptions = Question(
        "subscriptions", PackageResources.subscriptions_sql, grant: "pg_read_all_data")
    static let preparedTransactions = Question(
        "prepared-transactions", PackageResources.prepared_transactions_sql)
    static let tablespaces = Question("tablespaces", PackageResources.tablespaces_sql)
    static let availableExtensions = Question(
        "available-extensions", PackageResources.available_extensions_sql)
    static let locales = Question("locales", PackageResources.locales_sql)
    static let walPosition = Question("wal-position", PackageResources.wal_position_sql)

    // MARK: About a database

    package static let replicationRoles = Question(
        "replication-roles", PackageResources.replication_roles_sql)
    static let access = Question("access", PackageResources.access_sql)
    static let tables = Question("tables", PackageResources.tables_sql)
    static let sequences = Question("sequences", PackageResources.sequences_sql)
    static let columnTypes = Question("column-types", PackageResources.column_types_sql)
    static let extensions = Question("extensions", PackageResources.extensions_sql)
    static let collations = Question("collations", PackageResources.collations_sql)
    static let triggers = Question("triggers", PackageResources.triggers_sql)
    static let rules = Question("rules", PackageResources.rules_sql)
    static let eventTriggers = Question("event-triggers", PackageResources.event_triggers_sql)
    static let largeObjects = Question("large-objects", PackageResources.large_objects_sql)
    static let foreignObjects = Question("foreign-objects", PackageResources.foreign_objects_sql)
    static let materializedViews = Question(
        "materialized-views", PackageResources.materialized_views_sql)
    static let temporaryTables = Question("temporary-tables", PackageResources.temporary_tables_sql)
    static let undumped = Question("undumped", PackageResources.undumped_sql)
    static let invalidIndexes = Question("invalid-indexes", PackageResources.invalid_indexes_sql)
    static let unvalidatedConstraints = Question(
        "unvalidated-constraints", PackageResources.unvalidated_constraints_sql)
    static let publications = Question("publications", PackageResources.publications_sql)
    static let libraryObjects = Question("library-objects", PackageResources.library_objects_sql)
    static let tablespaceUses = Question("tablespace-uses", PackageResources.tablespace_uses_sql)
    static let leftovers = Question("leftovers", PackageResources.leftovers_sql)
    static let contents = Question("contents", PackageResources.contents_sql)
}
