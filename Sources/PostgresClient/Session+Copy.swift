import CLibpq
import Glibc

extension Session {
    /// Runs `COPY … TO STDOUT` and hands over each message as it arrives.
    ///
    /// - Returns: the number of rows, from the command tag.
    package func copyOut(
        _ sql: String, _ receive: (UnsafeRawBufferPointer) throws(PostgresError) -> Void
    ) throws(PostgresError) -> Int {
        try startCopy(sql, expecting: PGRES_COPY_OUT)
        let none = Deadline(nil)
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &buffer, 1)
            switch length {
            case 0:
                try wait(for: Int16(POLLIN), statement: sql, none)
                guard PQconsumeInput(connection) == 1 else { throw lost() }
            case -1: return try finishCopy(sql)
            case -2: throw lost()
            default:
                defer { PQfreemem(buffer) }
                try receive(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
            }
        }
    }

    package func startCopyIn(_ sql: String) throws(PostgresError) {
        let began = secondsSince1970()
        try startCopy(sql, expecting: PGRES_COPY_IN)
        observer?(ObservedStatement(sql: sql, began: began))
    }

    /// Queues bytes for the server and sends them once a megabyte has gathered.
    package func sendCopy(
        _ bytes: UnsafeRawBufferPointer, unsent: inout Int
    ) throws(PostgresError) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard PQputCopyData(connection, start, Int32(bytes.count)) == 1 else { throw lost() }
        unsent += bytes.count
        guard unsent >= 1 << 20 else { return }
        unsent = 0
        try flush(statement: "COPY", Deadline(nil))
    }

    /// - Returns: the number of rows the server took.
    package func endCopyIn(failing reason: String? = nil) throws(PostgresError) -> Int {
        guard PQputCopyEnd(connection, reason) == 1 else { throw lost() }
        return try finishCopy("COPY")
    }

    private func startCopy(
        _ sql: String, expecting: ExecStatusType
    ) throws(PostgresError) {
        guard isOpen else { throw .connectionLost("the session with \(peer) is closed") }
        guard PQsendQuery(connection, sql) == 1 else { throw lost() }
        guard let result = try nextResult(statement: sql, Deadline(nil)) else { throw lost() }
        defer { PQclear(result) }
        guard PQresultStatus(result) == expecting else {
            let failure = ServerError(result)
            while let rest = try nextResult(statement: sql, Deadline(nil)) { PQclear(rest) }
            throw .server(failure)
        }
    }

    private func finishCopy(_ sql: String) throws(PostgresError) -> Int {
        var rows = 0
        var failure: PostgresError?
        while let result = try nextResult(statement: sql, Deadline(nil)) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                rows = Rows(result).affected
            } else {
                failure = failure ?? .server(ServerError(result))
            }
        }
        if let failure { throw failure }
        return rows
    }
}
