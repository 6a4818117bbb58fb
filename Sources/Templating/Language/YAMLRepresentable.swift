import Starlark
import YAMLTree

/// A host value that has, or refuses, a form in YAML.
protocol YAMLRepresentable: HostObject {
    func yamlValue(depth: Int) throws -> YAMLValue
}
