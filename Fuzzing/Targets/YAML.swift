import YAMLTree

/// Reads with and without comments, and prints what was read. What is printed has to be readable,
/// and has to mean the same.
let yamlTarget = FuzzTarget(name: "yaml") { bytes in
    _ = try? YAMLReader(withoutComments: true, isStrict: true).read(bytes, name: "a")
    let documents = try YAMLReader().read(bytes, name: "a")
    let text = YAMLPrinter.print(documents.items)
    do {
        let again = YAMLPrinter.print(try YAMLReader().read(text, name: "a").items)
        precondition(
            again == text || isNegativeZeroAway(text), "printing what was printed differs")
    } catch {
        preconditionFailure("what was printed cannot be read: \(error)")
    }
}

/// A float of -0 is printed as `-0`, as ytt does; that is read as the integer, and printed as `0`.
private func isNegativeZeroAway(_ text: [UInt8]) -> Bool {
    String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).contains {
        $0 == "-0" || $0 == "-0:"
    }
}
