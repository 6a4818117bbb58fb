import YAMLTree

/// Where an output node came from, as far as it was watched.
struct NodeOrigin {
    /// A line of a template and the function it stands in; empty at the top level.
    struct Line: Equatable {
        let position: YAMLTree.Position
        let function: String
    }

    /// A data value that was read to make the node.
    struct Read {
        let path: String
        let item: MapItem
    }

    /// What an overlay did to the node.
    struct Change {
        let operation: String
        let position: YAMLTree.Position
        /// Where what it replaced came from.
        var before: YAMLTree.Position = .unknown
    }

    /// Innermost first: the line the node is written on, then who called the function.
    var lines: [Line] = []
    var reads: [Read] = []
    var changes: [Change] = []
}
