import MigrationCore
import MigrationEngine
import PostgresClient

/// PgBouncer's included file, which operators write: only what moves changes, and what was read can
/// be read again.
let poolerFileTarget = FuzzTarget(name: "pooler-file") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    var file = PgBouncerFile(text)
    let source = PoolerAddress(host: "10.0.0.1", port: "5432")
    let target = PoolerAddress(host: "10.0.0.2", port: "5433")
    let untouched = file
    file.redirect([], from: [source, target], to: target)
    precondition(file == untouched)
    let databases = Array(Set(file.entries.map(\.database)).prefix(2))
    let addresses = file.entries.prefix(2).map(\.address)
    let moved = file.entries(for: databases, at: addresses).count
    file.redirect(databases, from: addresses, to: target)
    precondition(file.entries(for: databases, at: [target]).count >= moved)
    let again = PgBouncerFile(file.text)
    precondition(again.entries.count == file.entries.count, "an entry was lost or made up")
    precondition(again.text == file.text, "what was written reads differently")
}

/// The console's answer to `SHOW DATABASES`, of any version.
let poolerAnswerTarget = FuzzTarget(name: "pooler-answer") { bytes in
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
        line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) as String? }
    }
    let columns = (lines.first ?? []).map { $0 ?? "" }
    let values = lines.dropFirst().map { line in
        columns.indices.map { $0 < line.count ? line[$0] : nil }
    }
    let answer = Rows(columns: columns, values: Array(values), tag: "SHOW")
    let wanted = PoolerAddress(host: "10.0.0.2", port: "5432")
    let stray = PgBouncerGate.stray(in: answer, among: ["app"], wanted: wanted)
    precondition(stray == nil || stray?.name == "app")
}
