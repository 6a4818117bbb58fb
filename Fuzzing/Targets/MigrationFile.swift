import Diagnostics
import MigrationCore

/// Reads a migration file: either there is one, or somebody is told what is wrong, and where.
let migrationFileTarget = FuzzTarget(name: "migration-file") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let (file, diagnostics) = MigrationFile.read(text, file: "a")
    precondition((file == nil) != diagnostics.isEmpty, "neither a file nor a complaint, or both")
    for diagnostic in diagnostics {
        precondition(!diagnostic.description.isEmpty && (diagnostic.place?.line ?? 1) > 0)
    }
    // What a file names becomes names of objects: short and plain.
    if let file {
        precondition(ObjectNames(migration: file.name).publication.utf8.allSatisfy { $0 < 0x80 })
    }
}
