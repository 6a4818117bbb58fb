import Starlark
import YAMLTree

/// What the reference's messages call the types of values.
enum GoTypeName {
    static func of(_ value: Value) -> String {
        switch value {
        case .none, .unset, .cell: "starlark.NoneType"
        case .bool: "starlark.Bool"
        case .int, .big: "starlark.Int"
        case .float: "starlark.Float"
        case .string: "starlark.String"
        case .tuple: "starlark.Tuple"
        case .list: "*starlark.List"
        case .dict: "*starlark.Dict"
        case .set: "*starlark.Set"
        case .range: "starlark.rangeValue"
        case .function: "*starlark.Function"
        case .builtin: "*starlark.Builtin"
        case .object(let object):
            switch object {
            case is Fragment: "*yamltemplate.StarlarkFragment"
            case is ModuleValue: "*starlarkstruct.Module"
            default: "*core.StarlarkStruct"
            }
        }
    }

    /// A value after it left the language.
    static func of(_ value: YAMLValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .int: "int64"
        case .unsigned: "uint64"
        case .float: "float64"
        case .string, .bytes: "string"
        case .map: "*yamlmeta.Map"
        case .array: "*yamlmeta.Array"
        case .documents: "*yamlmeta.DocumentSet"
        case .foreign: "interface {}"
        }
    }

    /// What kind of thing a value is, in a person's words.
    static func kind(of value: YAMLValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .int, .unsigned: "integer"
        case .float: "float"
        case .string, .bytes: "string"
        case .map: "map"
        case .array: "array"
        case .documents: "document set"
        case .foreign: "value"
        }
    }
}
