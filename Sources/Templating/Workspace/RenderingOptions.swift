package import Starlark

/// How templates are read; a library may be asked for with its own.
package struct RenderingOptions: Sendable {
    package var ignoresUnknownComments = false
    package var allowsImplicitMapKeyOverrides = false
    package var isStrict = false
    package var skipsDataValuesValidation = false
    /// How much each template's program may use.
    package var limits = Limits()
    /// Ends messages with the line of the template and a caret.
    package var showsCarets = false
    /// Lets go of what programs hold, for a process that goes on after rendering.
    package var forgetsPrograms = false

    package init() {}
}

/// What a rendering shares with everything inside it: where messages go, and numbers for templates.
package final class RenderingSession {
    /// Receives what templates print, and warnings.
    package let warn: (String) -> Void
    let limits: Limits
    private var templateCount = 1
    private var givenWarnings: Set<String> = []
    /// Where the first program that failed did so.
    var caret: String?
    /// What ran so far: a program's functions and variables hold each other until it is forgotten.
    var interpreters: [Interpreter] = []
    /// Set when somebody asked how output came about.
    var provenance: Provenance?
    /// Set when somebody asked what is done on the way.
    var trace: ((String) -> Void)?
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

    /// Interpreters know the session through what they load, so they are let go of too.
    func forgetPrograms() {
        for interpreter in interpreters { interpreter.forget() }
        interpreters = []
    }

    func warnOnce(_ text: String) {
        if givenWarnings.insert(text).inserted { warn(text) }
    }
}
