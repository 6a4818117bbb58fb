package import HCL

/// What the configuration has to say before the move.
package struct Preparation: Hashable, Sendable {
    /// A setting by the names of the blocks and objects on the way to it.
    package struct Setting: Hashable, Sendable {
        package let path: [String]
        package let value: Literal

        package init(_ path: [String], _ value: Literal) {
            self.path = path
            self.value = value
        }
    }

    /// The target's version, in the provider's words: `POSTGRES_17`, `17.4`.
    package var version: String?
    /// Settings of the source that Apus cannot know: of a module, of another provider.
    package var sourceSettings: [Setting] = []
    package var targetSettings: [Setting] = []
    /// The target publishes for the way back, so it decodes logically from its first minute: later
    /// it would have to restart for it.
    package var hasWayBack = true

    package init() {}
}

/// What Apus knows of a type of database server: how its settings are called.
struct ServerShape: Sendable {
    let name: String
    let version: String
    /// Settings that begin logical decoding on the source, with the flag's name for notes.
    let decoding: Decoding
    /// On from the target's first minute.
    let backups: [Preparation.Setting]
    let protection: [Preparation.Setting]

    enum Decoding: Sendable {
        /// Blocks of this path with `name` and `value`.
        case flags([String], name: String, value: String)
        /// A parameter of the group that this setting names. A group is for one major version.
        case parameterGroup(setting: String, type: String, name: String, value: String)
        /// A resource of its own, which names its server in a setting.
        case resource(type: String, server: String, name: String, value: String)
    }

    static func of(_ type: String) -> ServerShape? { shapes[type] }

    private static let shapes: [String: ServerShape] = [
        "google_sql_database_instance": ServerShape(
            name: "name", version: "database_version",
            decoding: .flags(
                ["settings", "database_flags"], name: "cloudsql.logical_decoding", value: "on"),
            backups: [
                .init(["settings", "backup_configuration", "enabled"], .boolean(true)),
                .init(
                    ["settings", "backup_configuration", "point_in_time_recovery_enabled"],
                    .boolean(true)),
            ],
            protection: [.init(["deletion_protection"], .boolean(true))]),
        "aws_db_instance": ServerShape(
            name: "identifier", version: "engine_version",
            decoding: .parameterGroup(
                setting: "parameter_group_name", type: "aws_db_parameter_group",
                name: "rds.logical_replication", value: "1"),
            // Point-in-time recovery comes with any retention.
            backups: [.init(["backup_retention_period"], .number("7"))],
            protection: [.init(["deletion_protection"], .boolean(true))]),
        "azurerm_postgresql_flexible_server": ServerShape(
            name: "name", version: "version",
            decoding: .resource(
                type: "azurerm_postgresql_flexible_server_configuration", server: "server_id",
                name: "wal_level", value: "logical"),
            backups: [.init(["backup_retention_days"], .number("7"))], protection: []),
    ]
}
