// The codes of this module stand together because every one of them means the same to a reader:
// the trial ground is at fault, not the tool under test.

package import Diagnostics

extension Diagnostic.Code {
    /// A program that a temporary server needs is not on this machine.
    package static let programMissing: Self = "testkit.program-missing"
    /// A program ended with a status other than zero, or could not be started.
    package static let programFailed: Self = "testkit.program-failed"
    /// A server or pooler did not become ready.
    package static let couldNotStart: Self = "testkit.could-not-start"
    /// A server or pooler did not end when it was asked to.
    package static let couldNotStop: Self = "testkit.could-not-stop"
    /// A folder or file could not be made.
    package static let folderFailed: Self = "testkit.folder-failed"
    /// A fixture could not be loaded.
    package static let fixtureFailed: Self = "testkit.fixture-failed"
}
