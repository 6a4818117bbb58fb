import Starlark

enum IPModule {
    static func exports() -> [String: Value] { [:] }
}
