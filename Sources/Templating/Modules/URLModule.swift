import Starlark

enum URLModule {
    static func exports() -> [String: Value] { [:] }
}
