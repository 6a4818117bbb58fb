import YAMLTree

/// The nodes a template is made of, by their tags; and which stands below which.
///
/// Tags count up in the order of the template, so that a parent's tag is always smaller.
struct TemplateNodes {
    enum Prototype {
        case documentSet(YAMLTree.Position)
        case document(Document)
        case map(YAMLTree.Position)
        case mapItem(MapItem)
        case array(YAMLTree.Position)
        case arrayItem(ArrayItem)
        case textRoot
        case text(String)
    }

    private(set) var prototypes: [Prototype] = []
    private(set) var parents: [Int] = []
    /// Where each annotation stands.
    var annotationPositions: [Int: [AnnotationName: YAMLTree.Position]] = [:]

    /// What the outermost node stands below; tags count from one.
    static let root = 0

    mutating func add(_ prototype: Prototype, below parent: Int) -> Int {
        prototypes.append(prototype)
        parents.append(parent)
        return prototypes.count
    }

    mutating func setText(_ text: String, of tag: Int) { prototypes[tag - 1] = .text(text) }

    func contains(_ tag: Int) -> Bool { tag >= 1 && tag <= prototypes.count }
    func prototype(_ tag: Int) -> Prototype { prototypes[tag - 1] }
    func parent(_ tag: Int) -> Int { parents[tag - 1] }

    /// Whether `ancestor` stands above `tag`; a node is not its own ancestor.
    func isAncestor(_ ancestor: Int, of tag: Int) -> Bool {
        var parent = parents[tag - 1]
        while parent > ancestor { parent = parents[parent - 1] }
        return parent == ancestor
    }
}
