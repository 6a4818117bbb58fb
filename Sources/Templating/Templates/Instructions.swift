/// The names of the functions a template's program calls to build its result.
///
/// Every template has names of its own: messages show them, and two templates must not be mixed up.
struct Instructions {
    let setContextType: String
    let startContext: String
    let endContext: String
    let startNodeAnnotation: String
    let collectNodeAnnotation: String
    let startNode: String
    let setNode: String
    let setMapItemKey: String

    init(identifier: Int) {
        let prefix = "__ytt_tpl\(identifier)_"
        setContextType = prefix + "set_ctx_type"
        startContext = prefix + "start_ctx"
        endContext = prefix + "end_ctx"
        startNodeAnnotation = prefix + "start_node_annotation"
        collectNodeAnnotation = prefix + "collect_node_annotation"
        startNode = prefix + "start_node"
        setNode = prefix + "set_node"
        setMapItemKey = prefix + "set_map_item_key"
    }

    func startNode(_ tag: Int, _ debug: String) -> String { "\(startNode)(\(tag)) # \(debug)" }
    func startNode(_ tag: Int) -> String { "\(startNode)(\(tag))" }
    func setNode(_ tag: Int, _ debug: String) -> String { "\(setNode)(\(tag)) # \(debug)" }
    func setNode(_ tag: Int) -> String { "\(setNode)(\(tag))" }
    func setNode(_ tag: Int, to code: String) -> String { "\(setNode)(\(tag), (\(code)))" }
    func setMapItemKey(_ tag: Int, to code: String) -> String {
        "\(setMapItemKey)(\(tag), (\(code)))"
    }
    func annotate(_ tag: Int, _ name: AnnotationName, _ content: String) -> String {
        "\(startNodeAnnotation)(\(tag), \"\(name)\", \(collectNodeAnnotation)(\(content)))"
    }
    func setContextType(_ kind: ContextKind) -> String { "\(setContextType)(\"\(kind.rawValue)\")" }
    func startContext(_ kind: ContextKind) -> String { "\(startContext)(\"\(kind.rawValue)\")" }
    var endContextCall: String { "\(endContext)()" }
    var endContextWithNone: String { "\(endContext)(None)" }
}

/// Whether a stretch of a template makes YAML or text.
enum ContextKind: String {
    case yaml, text
}
