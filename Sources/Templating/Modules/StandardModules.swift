import Starlark
import YAMLTree

/// The modules that programs load as `@ytt:name`.
struct StandardModules {
    let session: RenderingSession
    let run: TemplateRun
    let data: DataModule
    let library: LibraryModule

    static let names = [
        "assert", "base64", "data", "ip", "json", "library", "math", "md5", "module", "overlay",
        "regexp", "sha256", "struct", "template", "toml", "url", "version", "yaml",
    ]

    func find(_ name: String) throws -> [String: Value] {
        switch name {
        case "assert": return AssertModule(session: session).exports()
        case "base64": return EncodingModules.base64()
        case "data": return try data.exports()
        case "ip": return IPModule.exports()
        case "json": return EncodingModules.json()
        case "library": return library.exports()
        case "math": return MathModule.exports(session)
        case "md5": return HashModules.md5()
        case "module", "struct": return StructModule.exports(name)
        case "overlay": return OverlayModule.make()
        case "regexp": return RegexpModule.exports()
        case "sha256": return HashModules.sha256()
        case "template":
            return Builtins.module(
                "template",
                functions: [
                    "replace": { [run] call in
                        try run.replaceNode(with: try call.expectExactlyOne())
                        return .object(NoOperation())
                    }
                ])
        case "toml": return TOMLModule.exports()
        case "url": return URLModule.exports()
        case "version": return VersionModule.exports()
        case "yaml": return EncodingModules.yaml()
        default:
            throw TemplateFailure(
                "builtin ytt library does not have module '\(name)' "
                    + "(hint: is it available in newer version of ytt?)")
        }
    }
}
