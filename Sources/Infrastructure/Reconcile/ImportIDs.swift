/// The ids under which a provider imports what Apus made on the new server.
///
/// They follow the providers' documentation: the same object with the new server's name.
enum ImportIDs {
    /// - Parameters:
    ///   - instance: the object on the old server, as the state has it.
    ///   - server: the new server's attributes.
    /// - Returns: nil for types of which nothing is known.
    static func id(of instance: StateFile.Instance, on server: JSONValue) -> String? {
        guard let name = instance.attributes["name"]?.string,
            let project = instance.attributes["project"]?.string,
            let new = server["name"]?.string
        else { return nil }
        switch instance.type {
        case "google_sql_database":
            return "projects/\(project)/instances/\(new)/databases/\(name)"
        case "google_sql_user": return "\(project)/\(new)/\(name)"
        default: return nil
        }
    }
}
