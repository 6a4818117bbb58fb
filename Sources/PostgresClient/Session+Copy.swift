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
        var arrival = Arrival()
        defer { waitForBytes(1) }
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &buffer, 1)
            switch length {
            case 0: try takeMore(sql, &arrival)
            case -1:
                waitForBytes(1)
                return try finishCopy(sql)
            case -2: throw lost()
            default:
                defer { PQfreemem(buffer) }
                arrival.isDry = false
                arrival.bytes += Int(length)
                try receive(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
            }
        }
    }

    /// What has come in of one `COPY`.
    private struct Arrival {
        var bytes = 0
        /// The last look found no whole row.
        var isDry = false
        var gathers = false
    }

    /// A server hands over a few kilobytes at a time, and to be woken for each of them costs both
    /// sides more than to read them. So a long `COPY` waits for more at once, or a few milliseconds.
    private func takeMore(_ sql: String, _ arrival: inout Arrival) throws(PostgresError) {
        if arrival.isDry {
            if !arrival.gathers, arrival.bytes > 1 << 20 {
                arrival.gathers = true
                waitForBytes(128 << 10)
            }
            try wait(sql, atMost: arrival.gathers ? .milliseconds(5) : nil)
        }
        guard PQconsumeInput(connection) == 1 else { throw lost() }
        arrival.isDry = true
    }

    /// Like `wait(for:statement:_:)`, but that time is over is no failure.
    private func wait(_ sql: String, atMost limit: Duration?) throws(PostgresError) {
        let outcome = waitUntilReady(
            PQsocket(connection), Int16(POLLIN), Deadline(limit), interruption)
        guard outcome == .interrupted else { return }
        waitForBytes(1)
        cancelStatement()
        throw .cancelled
    }

    /// From how many bytes on the socket counts as ready. A Unix-domain socket ignores it.
    private func waitForBytes(_ count: Int32) {
        guard isOpen else { return }
        var count = count
        setsockopt(
            PQsocket(connection), SOL_SOCKET, SO_RCVLOWAT, &count,
            socklen_t(MemoryLayout<Int32>.size))
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
