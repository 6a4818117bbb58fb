/// Roles and databases that managed services keep for themselves.
///
/// Administrators that a service hands to its customer, such as `doadmin`, are not here: clients do
/// use them, so they have to be fenced.
package enum ReservedNames {
    private static let roles: Set<String> = [
        "rdsadmin", "rdsrepladmin", "rdsproxyadmin", "rdstopmgr", "rds_superuser",
        "rds_replication", "rds_iam", "rds_password", "rds_ad", "rds_reserved", "rds_extension",
        "rdswriteforwarduser",
        "cloudsqladmin", "cloudsqlsuperuser", "cloudsqlagent", "cloudsqlreplica",
        "cloudsqlimportexport", "cloudsqlconnpooladmin", "cloudsqliamuser",
        "cloudsqliamserviceaccount", "cloudsqliamgroup", "cloudsqlobservabilityadmin",
        "cloudsqliamgroupuser", "cloudsqliamgroupserviceaccount", "cloudsqlinactiveuser",
        "azuresu", "azure_superuser", "azure_pg_admin", "replication_user",
        "alloydbadmin", "alloydbagent", "alloydbsuperuser", "alloydbimportexport",
    ]

    private static let databases: Set<String> = [
        "rdsadmin", "cloudsqladmin", "azure_maintenance", "azure_sys", "alloydbadmin",
        "alloydbmetadata",
    ]

    package static func isRole(_ name: String) -> Bool {
        name.hasPrefix("pg_") || name.hasPrefix("azure_") || roles.contains(name)
    }

    /// The same for a statement: true of roles that belong to the server or to its cloud.
    package static func isRole(sql column: String) -> String {
        let list = roles.sorted().map { MigrationCore.sql(literal: $0) }.joined(separator: ", ")
        return "(\(column) ~ '^(pg_|azure_)' OR \(column) IN (\(list)))"
    }

    package static func isDatabase(_ name: String) -> Bool { databases.contains(name) }
}
