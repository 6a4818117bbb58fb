/// Who runs a server, as far as it changes what has to be typed.
package enum Provider: Hashable, Sendable {
    case own, rds, cloudSQL, azure

    /// How a setting is changed there.
    func remedy(set name: String, to value: String, on side: Side, restart: Bool) -> Remedy {
        let then = restart ? ", and restart the server" : ""
        switch self {
        case .own:
            let after = restart ? "-- then restart the server" : "SELECT pg_reload_conf();"
            return .sql("ALTER SYSTEM SET \(name) = '\(value)';", after, on: side)
        case .rds:
            return .action(
                "on the \(side), set \(name == "wal_level" ? "rds.logical_replication = 1" : "\(name) = \(value)") "
                    + "in its DB parameter group" + (restart ? ", and reboot the instance" : ""))
        case .cloudSQL:
            let flag = name == "wal_level" ? "cloudsql.logical_decoding=on" : "\(name)=\(value)"
            return .action("on the \(side), set the database flag \(flag)" + then)
        case .azure:
            return .action(
                "az postgres flexible-server parameter set --resource-group GROUP "
                    + "--server-name NAME --name \(name) --value \(value)" + then)
        }
    }
}
