import Diagnostics
import PostgresClient

extension Diagnostic.Code {
    static let killedInExtensions: Self = "copy.killed-in-extensions"
}

/// Whether a copy may go on under the same snapshot behind an error.
///
/// What the source's own rows or tables are to blame for is mended there, and the old snapshot would show
/// it for ever. A server that could not be reached, had no session free or no room, an interrupt, a full
/// disk say nothing against it, and hours may stand on the target already.
func mayGoOn(behind error: any Error) -> Bool {
    switch error {
    case let error as PostgresError:
        error.sqlState.map { error.mayPass || ["53", "57", "08"].contains($0.prefix(2)) } ?? true
    case let error as Diagnostic where error.code == .programFailed:
        ClientPrograms.blamesConnection(error)
    case let error as Diagnostic:
        ![.rowsRefused, .schemaRefused, .killedInExtensions].contains(error.code)
    default: true
    }
}
