import CLibpq
import Glibc

/// Lends an array of optional strings as C strings, ended by a null pointer.
func withCStrings<Answer>(
    _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Answer
) -> Answer {
    let copies = strings.map { $0.flatMap { strdup($0) } }
    defer { copies.forEach { free($0) } }
    var pointers = copies.map { UnsafePointer<CChar>($0) }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
}

/// libpq ends its messages with a newline.
func trimmed(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "" }
    var text = Substring(String(cString: message))
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
}

/// A statement short enough for an error line. Callers keep secrets out of statements that can
/// fail this way; `CREATE SUBSCRIPTION` and passwords are cut at their first quote all the same.
func summary(of statement: String) -> String {
    let flat = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let upper = flat.uppercased()
    if upper.contains("CONNECTION") || upper.contains("PASSWORD") {
        return String(flat.prefix { $0 != "'" })
    }
    return flat.count > 120 ? flat.prefix(120) + "…" : flat
}

extension Rows {
    init(_ result: OpaquePointer) {
        let width = PQnfields(result)
        let columns = (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        let values = (0..<PQntuples(result)).map { row in
            (0..<width).map { column in
                PQgetisnull(result, row, column) == 1
                    ? nil : PQgetvalue(result, row, column).map { String(cString: $0) }
            }
        }
        self.init(
            columns: columns, values: values,
            tag: PQcmdStatus(result).map { String(cString: $0) } ?? "")
    }
}

extension ServerError {
    init(_ result: OpaquePointer) {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        self.init(
            sqlState: field("C") ?? "XX000",
            message: field("M") ?? trimmed(PQresultErrorMessage(result)),
            detail: field("D"), hint: field("H"), context: field("W"))
    }
}
