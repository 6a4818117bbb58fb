import Starlark

enum TOMLModule {
    static func exports() -> [String: Value] { [:] }
}
