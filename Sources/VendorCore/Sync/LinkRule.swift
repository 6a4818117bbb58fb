package import Diagnostics

/// Where a symbolic link may lead: to something that is there, within its directory.
package enum LinkRule {
    /// - Parameters:
    ///   - destination: where the link leads in the end; nil when nothing is there.
    ///   - top: of the directory, without links.
    package static func check(
        _ link: String, destination: String?, top: String
    ) throws(Diagnostic) {
        guard let destination else {
            throw Diagnostic(
                .error, .linkRefused, "unable to resolve symlink '\(link)': nothing is there",
                hint: "Leave the link out by `excludePaths`, or include what it leads to.")
        }
        guard destination == top || destination.hasPrefix(top + "/") else {
            throw Diagnostic(
                .error, .linkRefused,
                "invalid symlink found to outside parent directory: \"\(destination)\"",
                detail: "The link is '\(link)'.",
                hint: "Leave it out by `excludePaths`; "
                    + "--dangerous-allow-all-symlink-destinations lets every link be.")
        }
    }
}
