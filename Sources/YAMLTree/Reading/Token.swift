/// The smallest piece of YAML the scanner hands to the parser.
struct Token {
    enum Kind: Equatable {
        case streamStart, streamEnd
        case versionDirective, tagDirective
        case documentStart, documentEnd
        case blockSequenceStart, blockMappingStart, blockEnd
        case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
        case blockEntry, flowEntry, key, value
        case alias, anchor, tag
        /// `plain` is false for quoted and block scalars.
        case scalar(plain: Bool)
    }

    let kind: Kind
    let start: Mark
    let end: Mark
    /// A scalar's text, an anchor's name, a tag's or directive's handle.
    var text = ""
    /// A tag's suffix, a tag directive's prefix, a version.
    var suffix = ""

    init(_ kind: Kind, from start: Mark, to end: Mark, text: String = "", suffix: String = "") {
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.suffix = suffix
    }

    var isScalar: Bool { if case .scalar = kind { true } else { false } }
}
