package import Starlark

/// How templates are read; a library may be asked for with its own.
package struct RenderingOptions: Sendable {
    package var ignoresUnknownComments = false
    package var allowsImplicitMapKeyOverrides = false
    package var isStrict = false
    package var skipsDataValuesValidation = false
    /// How much each template's program may use.
    package var limits = Limits()

    package init() {}
}

/// What a rendering shares with everything inside it: where messages go, and numbers for templates.
package final class RenderingSession {
    /// Receives what templates print, and warnings.
    package let warn: (String) -> Void
    let limits: Limits
    private var templateCount = 1
    private var givenWarnings: Set<String> = []
    /// Runs under way, outermost first.
    var runs: [TemplateRun] = []

    package init(limits: Limits = Limits(), warn: @escaping (String) -> Void) {
        self.limits = limits
        self.warn = warn
    }

    func nextTemplateIdentifier() -> Int {
        templateCount += 1
        return templateCount
    }

    func warnOnce(_ text: String) {
        if givenWarnings.insert(text).inserted { warn(text) }
    }
}
