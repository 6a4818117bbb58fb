/// A part of the program that must answer every input: with a result or an error, soon.
struct FuzzTarget: Sendable {
    let name: String
    /// Throwing is an answer; crashing, hanging or eating memory is not.
    let run: @Sendable ([UInt8]) throws -> Void
}

/// Every target, by the name that `scripts/fuzz` takes. A new one: a file in `Targets`, a line here.
let fuzzTargets: [FuzzTarget] = [
    yamlTarget,
    starlarkTarget,
    templateTarget,
    textTemplateTarget,
    togetherTarget,
    migrationFileTarget,
    journalTarget,
    recordTarget,
    statementTarget,
    poolerFileTarget,
    poolerAnswerTarget,
    schemaScriptTarget,
]
