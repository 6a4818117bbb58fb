import Diagnostics

/// What a configuration must keep to beyond its form.
struct ConfigurationRules {
    let version: String

    func check(_ configuration: VendorConfiguration) throws(Diagnostic) {
        try checkVersion(configuration.minimumRequiredVersion)
        for directory in configuration.directories { try check(directory) }
        try checkOverlaps(
            configuration.directories.map { ($0.path, $0.place) })
        for directory in configuration.directories {
            try checkOverlaps(
                directory.contents.map { (RelativePath.joined(directory.path, $0.path), $0.place) })
        }
    }

    private func checkVersion(_ minimum: String) throws(Diagnostic) {
        guard !minimum.isEmpty else { return }
        guard !minimum.hasPrefix("v") else {
            throw invalid("minimum version must not have prefix 'v' (e.g. '0.8.0')", nil)
        }
        guard let wanted = Self.numbers(minimum), let own = Self.numbers(version) else {
            throw invalid("minimum version '\(minimum)' is no version", nil)
        }
        guard !own.lexicographicallyPrecedes(wanted) else {
            throw Diagnostic(
                .error, .versionTooOld,
                "vendir version '\(version)' does not meet the minimum required version "
                    + "'\(minimum)'",
                hint: "This program does what version \(version) does; update it, or lower "
                    + "`minimumRequiredVersion`.")
        }
    }

    /// `0.8` counts as `0.8.0`.
    private static func numbers(_ text: String) -> [Int]? {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard !parts.contains(where: { $0 == nil }) else { return nil }
        let known = parts.compactMap { $0 }
        return known + Array(repeating: 0, count: max(0, 3 - known.count))
    }

    private func check(_ directory: VendoredDirectory) throws(Diagnostic) {
        try checkAllowed(directory.path, directory.place)
        if directory.contents.contains(where: \.fillsDirectory), directory.contents.count != 1 {
            throw invalid(
                "directory '\(directory.path)': expected only one directory contents if path is "
                    + "set to '.'", directory.place)
        }
        for content in directory.contents where !content.fillsDirectory {
            try checkAllowed(content.path, content.place)
            if content.path == ".." || content.path.hasPrefix("../")
                || content.path.hasPrefix("/")
            {
                throw invalid(
                    "contents '\(content.path)' would stand outside of directory "
                        + "'\(directory.path)'", content.place)
            }
        }
    }

    /// A directory is replaced as a whole, so it cannot be where we stand, nor hold it.
    private func checkAllowed(_ path: String, _ place: Place?) throws(Diagnostic) {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        if ["", "/", "."].contains(path) || names.allSatisfy({ $0 == ".." }) {
            throw invalid(
                "directory '\(path)': expected path to not be one of '/', '.', '..', ''", place)
        }
    }

    private func checkOverlaps(_ paths: [(path: String, place: Place?)]) throws(Diagnostic) {
        for (index, first) in paths.enumerated() {
            for (other, second) in paths.enumerated() where index != other {
                if "\(second.path)/".hasPrefix("\(first.path)/") {
                    throw invalid(
                        "expected to not manage overlapping paths: '\(second.path)' and "
                            + "'\(first.path)'", second.place)
                }
            }
        }
    }

    private func invalid(_ message: String, _ place: Place?) -> Diagnostic {
        Diagnostic(.error, .configurationInvalid, message, at: place)
    }
}
