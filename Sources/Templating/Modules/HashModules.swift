import Starlark

/// `@ytt:md5`, `@ytt:sha256`
enum HashModules {
    static func md5() -> [String: Value] {
        Builtins.module(
            "md5", functions: ["sum": { .string(MD5.hexadecimal(try $0.text().array)) }])
    }

    static func sha256() -> [String: Value] {
        Builtins.module(
            "sha256", functions: ["sum": { .string(SHA256.hexadecimal(try $0.text().array)) }])
    }
}
