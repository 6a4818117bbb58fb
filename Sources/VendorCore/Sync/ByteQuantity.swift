package import Diagnostics

/// A number of bytes as people write it: `1048576`, `512Ki`, `1Mi`, `2.5G`.
package struct ByteQuantity: Hashable, Sendable {
    package let bytes: Int

    /// Binary and decimal suffixes as Kubernetes has them, which vendir takes here.
    private static let units: [String: Double] = [
        "": 1, "Ki": 1024, "Mi": 1_048_576, "Gi": 1_073_741_824, "Ti": 1_099_511_627_776,
        "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
    ]

    /// - Parameter name: of the setting, for the error.
    package init(_ text: String, of name: String) throws(Diagnostic) {
        let number = text.prefix { "0123456789.".contains($0) }
        guard let value = Double(number), let unit = Self.units[String(text[number.endIndex...])],
            value * unit < Double(Int.max)
        else {
            throw Diagnostic(
                .error, .configurationInvalid, "\(name) is '\(text)', which is no size",
                hint: "Sizes look like 1048576, 512Ki, 1Mi or 2G.")
        }
        bytes = Int(value * unit)
    }
}
