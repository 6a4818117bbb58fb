/// Whether a message to a server changes something there, for the record of a migration.
///
/// Whatever is not known to leave the server as it was counts as a change, so that a new statement
/// of ours is in the record until somebody says otherwise.
package func changesServer(_ message: String) -> Bool {
    var statements: [[String]] = [[]]
    for piece in SQLPieces(message) {
        switch piece.kind {
        case .word(let word): statements[statements.count - 1].append(word)
        case .semicolon: statements.append([])
        case .text: break
        }
    }
    statements.removeAll(where: \.isEmpty)
    // What is rolled back by the message itself has changed nothing.
    if statements.last == ["ROLLBACK"] { return false }
    return statements.contains { changes($0) }
}

private func changes(_ words: [String]) -> Bool {
    switch words.first {
    case "SHOW", "SET", "RESET", "BEGIN", "START", "COMMIT", "ROLLBACK", "END", "EXPLAIN", "FETCH",
        "DECLARE", "CLOSE", "DEALLOCATE", "DISCARD", "PREPARE", "VALUES", "IDENTIFY_SYSTEM":
        false
    case "SELECT", "WITH", "TABLE": words.contains(where: changesWhenCalled)
    case "COPY": words.contains("STDIN")
    default: true
    }
}

/// Functions, and statements inside `WITH`, that do more than look.
private func changesWhenCalled(_ word: String) -> Bool {
    let known: Set = [
        "INSERT", "UPDATE", "DELETE", "INTO", "SETVAL", "NEXTVAL", "PG_TERMINATE_BACKEND",
        "PG_CANCEL_BACKEND", "PG_CREATE_LOGICAL_REPLICATION_SLOT", "PG_DROP_REPLICATION_SLOT",
        "PG_REPLICATION_SLOT_ADVANCE", "PG_REPLICATION_ORIGIN_ADVANCE", "PG_SWITCH_WAL",
    ]
    return known.contains(word) || word.hasPrefix("LO_")
}
