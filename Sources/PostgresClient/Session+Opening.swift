import CLibpq
import Glibc

/// Connects without blocking, so that the deadline holds whatever the network does.
func openConnection(
    _ settings: ConnectionSettings, timeout: Duration, interruption: Interruption
) throws(PostgresError) -> OpaquePointer {
    var parameters = settings.keywords.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if let password = settings.password { parameters.append(("password", password.reveal())) }
    let started = withCStrings(parameters.map(\.0)) { keywords in
        withCStrings(parameters.map(\.1)) { values in PQconnectStartParams(keywords, values, 0) }
    }
    guard let connection = started else {
        throw .couldNotConnect("out of memory", to: settings.description)
    }
    do {
        try establish(connection, settings, Deadline(timeout), interruption)
    } catch {
        PQfinish(connection)
        throw error
    }
    return connection
}

private func establish(
    _ connection: OpaquePointer, _ settings: ConnectionSettings, _ deadline: Deadline,
    _ interruption: Interruption
) throws(PostgresError) {
    var state =
        PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
        if state == PGRES_POLLING_FAILED {
            throw .couldNotConnect(
                trimmed(PQerrorMessage(connection)), to: settings.description)
        }
        let events = Int16(state == PGRES_POLLING_READING ? POLLIN : POLLOUT)
        switch waitUntilReady(PQsocket(connection), events, deadline, interruption) {
        case .ready: state = PQconnectPoll(connection)
        case .interrupted: throw .cancelled
        case .timedOut:
            throw .couldNotConnect("no answer within \(deadline.length)", to: settings.description)
        }
    }
}
