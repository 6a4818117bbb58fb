/// The name of an annotation, without its `@`.
struct AnnotationName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }
    init(stringLiteral value: String) { text = value }

    var description: String { text }

    static let comment: AnnotationName = "comment"
    static let code: AnnotationName = "template/code"
    static let value: AnnotationName = "template/value"

    static let textTemplatedStrings: AnnotationName = "yaml/text-templated-strings"
    static let mapKeyOverride: AnnotationName = "yaml/map-key-override"

    static let dataValues: AnnotationName = "data/values"
    static let dataValuesSchema: AnnotationName = "data/values-schema"
    static let libraryRef: AnnotationName = "library/ref"

    static let overlayMatch: AnnotationName = "overlay/match"
    static let overlayMatchChildDefaults: AnnotationName = "overlay/match-child-defaults"
    static let overlayMerge: AnnotationName = "overlay/merge"
    static let overlayRemove: AnnotationName = "overlay/remove"
    static let overlayReplace: AnnotationName = "overlay/replace"
    static let overlayInsert: AnnotationName = "overlay/insert"
    static let overlayAppend: AnnotationName = "overlay/append"
    static let overlayAssert: AnnotationName = "overlay/assert"

    static let schemaNullable: AnnotationName = "schema/nullable"
    static let schemaType: AnnotationName = "schema/type"
    static let schemaDefault: AnnotationName = "schema/default"
    static let schemaDescription: AnnotationName = "schema/desc"
    static let schemaTitle: AnnotationName = "schema/title"
    static let schemaExamples: AnnotationName = "schema/examples"
    static let schemaDeprecated: AnnotationName = "schema/deprecated"
    static let schemaValidation: AnnotationName = "schema/validation"

    static let assertValidate: AnnotationName = "assert/validate"
}
