/// The name a stretch of YAML came from, and its bytes, so that a message can show a line of it.
///
/// One object is shared by every position in the file. A file without bytes has a name only.
package final class SourceFile: Sendable {
    package let name: String
    package let bytes: [UInt8]
    /// Where each line starts; a line ends before the next `\n`.
    private let lineStarts: [Int]

    package init(name: String, bytes: [UInt8] = []) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices where buffer[index] == 0x0A { starts.append(index + 1) }
        }
        lineStarts = starts
    }

    package var lineCount: Int { lineStarts.count }

    /// The text of a line counted from one, without its line break; nil past the end.
    package func line(_ number: Int) -> String? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let start = lineStarts[number - 1]
        let end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}
