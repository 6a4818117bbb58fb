/// A set of characters, as ranges of their numbers.
struct CharacterSet {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    private var categories: [(category: String, isNegated: Bool)] = []
    private(set) var isNegated = false
    private var foldsCase = false

    init() {}

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    mutating func add(_ range: ClosedRange<UInt32>) { ranges.append(range) }
    mutating func addCategory(_ name: String, isNegated: Bool) {
        categories.append((name, isNegated))
    }

    /// Adds all that another set holds.
    mutating func add(_ other: CharacterSet) {
        guard other.isNegated else {
            ranges += other.ranges
            categories += other.categories
            return
        }
        var next: UInt32 = 0
        for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { ranges.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { ranges.append(next...0x10FFFF) }
    }

    mutating func negate() { isNegated.toggle() }
    mutating func foldCase() { foldsCase = true }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if holds(scalar) { return !isNegated }
        if foldsCase {
            for other in Self.variants(scalar) where holds(other) { return !isNegated }
        }
        return isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        if ranges.contains(where: { $0.contains(scalar.value) }) { return true }
        return categories.contains { Self.belongs(scalar, to: $0.category) != $0.isNegated }
    }

    /// The same letter in the other cases.
    static func variants(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        let properties = scalar.properties
        return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { text in
            text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
        }
    }

    private static func belongs(_ scalar: Unicode.Scalar, to name: String) -> Bool {
        abbreviation(scalar.properties.generalCategory).hasPrefix(name)
    }

    static let categoryNames: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
        "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C",
        "Cc", "Cf", "Cs", "Co",
    ]

    private static func abbreviation(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }

    /// `\d`, `[[:alpha:]]` and their like.
    static func named(_ name: String) -> CharacterSet? {
        let digits: ClosedRange<UInt32> = 0x30...0x39
        let upper: ClosedRange<UInt32> = 0x41...0x5A
        let lower: ClosedRange<UInt32> = 0x61...0x7A
        switch name {
        case "d", "digit": return CharacterSet([digits])
        case "w", "word": return CharacterSet([digits, upper, lower, 0x5F...0x5F])
        case "s": return CharacterSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
        case "D", "W", "S":
            var set = named(name.lowercased())
            set?.negate()
            return set
        case "alnum": return CharacterSet([digits, upper, lower])
        case "alpha": return CharacterSet([upper, lower])
        case "ascii": return CharacterSet([0...0x7F])
        case "blank": return CharacterSet([0x09...0x09, 0x20...0x20])
        case "cntrl": return CharacterSet([0...0x1F, 0x7F...0x7F])
        case "graph": return CharacterSet([0x21...0x7E])
        case "lower": return CharacterSet([lower])
        case "print": return CharacterSet([0x20...0x7E])
        case "punct": return CharacterSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "space": return CharacterSet([0x09...0x0D, 0x20...0x20])
        case "upper": return CharacterSet([upper])
        case "xdigit": return CharacterSet([digits, 0x41...0x46, 0x61...0x66])
        default: return nil
        }
    }
}
