import Starlark

enum RegexpModule {
    static func exports() -> [String: Value] { [:] }
}
