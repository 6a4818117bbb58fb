/// A problem while scanning or parsing, with the two places libraries of this family tell apart.
struct ScanFailure: Error {
    enum Origin { case scanner, parser, composer, depth }

    let origin: Origin
    let problem: String
    /// Where the problem was noticed.
    let mark: Mark
    /// Where the thing that has the problem began.
    let context: Mark

    init(_ origin: Origin, _ problem: String, at mark: Mark, context: Mark? = nil) {
        self.origin = origin
        self.problem = problem
        self.mark = mark
        self.context = context ?? Mark()
    }
}
