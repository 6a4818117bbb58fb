import YAMLTree

/// A text as a YAML scalar, broken behind column 80 where it has a space, as libyaml does it.
enum LockScalar {
    private static let width = 80

    /// - Parameters:
    ///   - indent: of the mapping whose value it is; its own lines stand two deeper.
    ///   - key: before the colon.
    static func text(_ value: String, indent: Int, key: String) -> String {
        var printed = YAMLPrinter.text(.string(value))
        if printed.hasSuffix("\n") { printed.removeLast() }
        guard !printed.contains("\n") else { return printed }
        return folded(printed, column: indent + key.utf8.count + 2, indent: indent + 2)
    }

    private static func folded(_ text: String, column: Int, indent: Int) -> String {
        let scalars = Array(text.unicodeScalars)
        let isDoubleQuoted = scalars.first == "\""
        let isQuoted = isDoubleQuoted || scalars.first == "'"
        let first = isQuoted ? 1 : 0
        let last = isQuoted ? scalars.count - 2 : scalars.count - 1
        var result = String.UnicodeScalarView()
        var column = column
        var wasSpace = false
        for (index, scalar) in scalars.enumerated() {
            let isInside = !isQuoted || index > first && index < last
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            let mayBreak =
                scalar == " " && !wasSpace && column > width && isInside
                && (isDoubleQuoted || next != " ")
            if mayBreak {
                result.append("\n")
                result.append(contentsOf: repeatElement(" ", count: indent))
                column = indent
                if isDoubleQuoted, next == " " {
                    result.append("\\")
                    column += 1
                }
            } else {
                result.append(scalar)
                column += 1
            }
            wasSpace = scalar == " "
        }
        return String(result)
    }
}
