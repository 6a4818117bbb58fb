import Starlark

/// `@ytt:version`
enum VersionModule {
    /// The program whose templates this one renders.
    package static let current = "0.48.0"

    static func exports() -> [String: Value] {
        Builtins.module(
            "version",
            functions: [
                "require_at_least": { call in
                    let wanted = try call.text().text
                    guard let least = numbers(wanted) else {
                        throw Failure("version string '\(wanted)' must be a valid semver")
                    }
                    guard let own = numbers(current), !own.lexicographicallyPrecedes(least) else {
                        throw Failure(
                            "ytt version '\(current)' does not meet the minimum required version "
                                + "'\(wanted)'")
                    }
                    return .none
                }
            ])
    }

    private static func numbers(_ version: String) -> [Int]? {
        let core = version.prefix { $0 != "-" && $0 != "+" }
        let pieces = core.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 3 else { return nil }
        var numbers: [Int] = []
        for piece in pieces {
            guard piece.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(piece),
                piece == "0" || !piece.hasPrefix("0")
            else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
