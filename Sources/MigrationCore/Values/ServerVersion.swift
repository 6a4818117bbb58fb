/// A server's version as `server_version_num` gives it: 150018 is 15.18.
package struct ServerVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let number: Int

    package init(number: Int) { self.number = number }
    package init(major: Int, minor: Int = 0) { number = major * 10_000 + minor }

    package var major: Int { number / 10_000 }
    package var minor: Int { number % 10_000 }
    package var description: String { "\(major).\(minor)" }

    package static func < (left: ServerVersion, right: ServerVersion) -> Bool {
        left.number < right.number
    }
}
