import YAMLTree

/// Annotations that nobody will read: the reference passes over them without a word.
extension AnnotationName {
    private static let known: [AnnotationName] = [
        code, value, textTemplatedStrings, mapKeyOverride, dataValues, dataValuesSchema, libraryRef,
        overlayMatch, overlayMatchChildDefaults, overlayMerge, overlayRemove, overlayReplace,
        overlayInsert, overlayAppend, overlayAssert, schemaNullable, schemaType, schemaDefault,
        schemaDescription, schemaTitle, schemaExamples, schemaDeprecated, schemaValidation,
        assertValidate,
    ]

    /// A warning where the name begins as ours do and is none of them; other names are a person's
    /// own affair.
    func warning(at position: YAMLTree.Position) -> String? {
        guard !Self.known.contains(self) else { return nil }
        let group = text.prefix { $0 != "/" } + "/"
        guard Self.known.contains(where: { $0.text.hasPrefix(group) }) else { return nil }
        let closest = SpellingHint.closest(to: text, among: Self.known.map(\.text))
        return "Warning: \(position.compact): there is no annotation '@\(text)'"
            + (closest.map { " (did you mean '@\($0)'?)" } ?? "")
    }
}
