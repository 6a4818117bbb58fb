/// One version of a file, as git's trees hold it.
package struct FileVersion: Hashable, Sendable, Codable {
    package enum Mode: String, Hashable, Sendable, Codable {
        case regular = "100644"
        case executable = "100755"
        case link = "120000"
        case submodule = "160000"

        var isFile: Bool { self == .regular || self == .executable }
    }

    /// Git's name for the contents.
    package var blob: String
    package var mode: Mode

    package init(_ blob: String, _ mode: Mode = .regular) {
        self.blob = blob
        self.mode = mode
    }
}

/// All files of a commit: path to version.
package typealias FileTree = [String: FileVersion]

/// A short name for a set of facts, so that equal sets are recognized without keeping them.
///
/// FNV-1a of 64 bits: it tells changes apart, and is no protection against an adversary.
package struct Fingerprint: Hashable, Sendable, Codable, CustomStringConvertible {
    package let description: String

    /// - Parameter lines: the facts, in an order that is always the same.
    package init(_ lines: some Sequence<String>) {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for line in lines {
            for byte in line.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
            state = (state ^ 0x0A) &* 0x100_0000_01b3
        }
        let text = String(state, radix: 16)
        description = String(repeating: "0", count: 16 - text.count) + text
    }

    package init(text: String) { description = text }

    package init(from decoder: any Decoder) throws {
        self.init(text: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
