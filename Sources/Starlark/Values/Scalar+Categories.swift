/// Code points as the reference sorts them, which asks for general categories and no locale.
extension Unicode.Scalar {
    /// A letter, mark, number, punctuation mark or symbol, or the plain space.
    var isGraphic: Bool {
        if value < 0x7F { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            return false
        default: return true
        }
    }

    var isLetter: Bool {
        if value < 0x80 { return (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return true
        default: return false
        }
    }

    var isDecimalDigit: Bool {
        if value < 0x80 { return value >= 0x30 && value <= 0x39 }
        return properties.generalCategory == .decimalNumber
    }

    var isSpace: Bool {
        if value < 0x80 { return value == 0x20 || (value >= 0x09 && value <= 0x0D) }
        return properties.isWhitespace
    }

    var isUpperLetter: Bool { properties.generalCategory == .uppercaseLetter }
    var isLowerLetter: Bool { properties.generalCategory == .lowercaseLetter }
    var isTitleLetter: Bool { properties.generalCategory == .titlecaseLetter }

    /// Whether the code point has another form that differs in case only.
    var isCased: Bool {
        if value < 0x80 { return isLetter }
        // The dotted and the dotless i stand alone; sharp s has a capital of its own by now.
        if value == 0x130 || value == 0x131 { return false }
        if value == 0xDF { return true }
        return lowered != self || uppered != self || titled != self
    }

    // The mappings of one code point to one code point: what maps to several stays itself.

    var lowered: Unicode.Scalar {
        if value < 0x80 { return value >= 0x41 && value <= 0x5A ? Self.ascii(value + 32) : self }
        if value == 0x130 { return "i" }
        return Self.only(properties.lowercaseMapping) ?? self
    }

    var uppered: Unicode.Scalar {
        if value < 0x80 { return value >= 0x61 && value <= 0x7A ? Self.ascii(value - 32) : self }
        // Greek letters with iota subscript have a title form of one code point, used for both.
        return Self.only(properties.uppercaseMapping) ?? Self.only(properties.titlecaseMapping)
            ?? self
    }

    var titled: Unicode.Scalar {
        if value < 0x80 { return uppered }
        return Self.only(properties.titlecaseMapping) ?? self
    }

    private static func ascii(_ value: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: value))
    }

    private static func only(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
