/// A module could not be loaded; the reason is what the host threw.
package struct LoadFailure: Error, CustomStringConvertible {
    package let module: String
    package let cause: any Error

    package var description: String {
        "cannot load \(module): \((cause as? Failure)?.message ?? "\(cause)")"
    }
}
