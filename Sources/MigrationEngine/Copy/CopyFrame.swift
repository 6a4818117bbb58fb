import PostgresClient

/// Takes the rows out of what a server sends for `COPY … TO STDOUT`.
///
/// In binary they stand between a header and a trailer, and each of several writers needs its own
/// of both. A message of the server is one row, which the first one may have the header before.
/// Source: PostgreSQL's documentation of `COPY`, binary format, and of the protocol's `CopyData`.
struct CopyFrame {
    private let isBinary: Bool
    private var isBehindHeader: Bool

    /// The signature, no flags, no extension.
    static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00] + Array(repeating: 0, count: 8)

    /// Stands where a row would have the number of its columns.
    static let trailer: [UInt8] = [0xff, 0xff]

    init(isBinary: Bool) {
        self.isBinary = isBinary
        isBehindHeader = !isBinary
    }

    mutating func rows(
        in message: UnsafeRawBufferPointer
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard isBinary else { return message }
        var rest = message
        if !isBehindHeader {
            guard rest.starts(with: Self.header) else {
                throw .connectionLost("the server began COPY with something else than its header")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Self.header.count))
            isBehindHeader = true
        }
        let isTrailer = rest.count == 2 && rest[0] == 0xff && rest[1] == 0xff
        return isTrailer ? UnsafeRawBufferPointer(rebasing: rest.suffix(0)) : rest
    }
}
