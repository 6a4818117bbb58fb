import CLibpq
import Glibc

/// Bytes of rows that travel in one message.
private let messageSize = 64 << 10

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
        gathered.removeAll(keepingCapacity: true)
        let began = secondsSince1970()
        try startCopy(sql, expecting: PGRES_COPY_IN)
        observer?(ObservedStatement(sql: sql, began: began))
    }

    /// Queues bytes for the server and sends them once a megabyte has gathered.
    ///
    /// A message to the server need not end where a row ends, and a row of a hundred bytes in a
    /// message of its own costs both sides more than its bytes do. So small ones travel together.
    package func sendCopy(
        _ bytes: UnsafeRawBufferPointer, unsent: inout Int
    ) throws(PostgresError) {
        unsent += bytes.count
        if gathered.count + bytes.count > messageSize { try queueGathered() }
        if bytes.count > messageSize {
            try queue(bytes)
        } else {
            gathered.append(contentsOf: bytes)
        }
        guard unsent >= 1 << 20 else { return }
        unsent = 0
        try flush(statement: "COPY", Deadline(nil))
    }

    package func sendCopy(_ bytes: [UInt8], unsent: inout Int) throws(PostgresError) {
        try bytes.withUnsafeBytes { bytes in
            Result(catching: { () throws(PostgresError) in
                try sendCopy(bytes, unsent: &unsent)
            })
        }.get()
    }

    private func queueGathered() throws(PostgresError) {
        guard !gathered.isEmpty else { return }
        // Out of the session meanwhile, so that it may be borrowed and emptied.
        var bytes: [UInt8] = []
        swap(&bytes, &gathered)
        let taken = bytes.withUnsafeBytes { put($0) }
        bytes.removeAll(keepingCapacity: true)
        swap(&bytes, &gathered)
        guard taken else { throw lost() }
    }

    private func queue(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        guard put(bytes) else { throw lost() }
    }

    private func put(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return PQputCopyData(connection, start, Int32(bytes.count)) == 1
    }

    /// - Returns: the number of rows the server took.
    package func endCopyIn(failing reason: String? = nil) throws(PostgresError) -> Int {
        if reason == nil { try queueGathered() }
        gathered.removeAll(keepingCapacity: true)
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
