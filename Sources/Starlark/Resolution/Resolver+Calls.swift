/// The order of arguments and parameters.
extension Resolver {
    private static let mostArguments = 255

    func resolveArguments(_ arguments: [Expression.Argument], of call: Expression) {
        var (hasList, hasKeywords) = (false, false)
        var names: Set<ByteString> = []
        var (positional, named) = (0, 0)
        for argument in arguments {
            switch argument {
            case .keywords(let value, let position):
                if hasKeywords { report("multiple **kwargs not allowed", at: position) }
                hasKeywords = true
                resolve(value)
            case .list(let value, let position):
                if hasKeywords {
                    report("*args may not follow **kwargs", at: position)
                } else if hasList {
                    report("multiple *args not allowed", at: position)
                }
                hasList = true
                resolve(value)
            case .named(let name, let value):
                named += 1
                if hasKeywords { report("argument may not follow **kwargs", at: name.position) }
                if !names.insert(name.symbol).inserted {
                    report("keyword argument \(name.name) repeated", at: name.position)
                }
                resolve(value)
            case .positional(let value):
                positional += 1
                if hasList {
                    report("argument may not follow *args", at: value.start)
                } else if hasKeywords {
                    report("argument may not follow **kwargs", at: value.start)
                } else if !names.isEmpty {
                    report("positional argument may not follow named", at: value.start)
                }
                resolve(value)
            }
        }
        checkCounts(positional, named, call)
    }

    private func checkCounts(_ positional: Int, _ named: Int, _ call: Expression) {
        for (count, word) in [(positional, "positional"), (named, "keyword")]
        where count > Self.mostArguments {
            report("\(count) \(word) arguments in call, limit is 255", at: call.start)
        }
    }

    func resolve(_ definition: FunctionDefinition) {
        // Fallbacks are worked out where the function is defined, not where it runs.
        for case .optional(_, _, let fallback) in definition.parameters { resolve(fallback) }
        withinFunction(definition) {
            bindParameters(definition)
            resolve(definition.body)
        }
    }

    private func bindParameters(_ definition: FunctionDefinition) {
        var hasOptional = false
        var star: (name: NameUse?, position: Position)?
        var keywords: NameUse?
        var namedOnly = 0
        for parameter in definition.parameters {
            switch parameter {
            case .required(let name):
                if let keywords {
                    report(
                        "required parameter may not follow **\(keywords.name)", at: name.position)
                } else if star != nil {
                    namedOnly += 1
                } else if hasOptional {
                    report("required parameter may not follow optional", at: name.position)
                }
                bindParameter(name, at: name.position)
            case .optional(let name, let equals, _):
                if let keywords {
                    report("optional parameter may not follow **\(keywords.name)", at: equals)
                } else if star != nil {
                    namedOnly += 1
                }
                bindParameter(name, at: equals)
                hasOptional = true
            case .list(let name, let position):
                if let keywords {
                    report("* parameter may not follow **\(keywords.name)", at: position)
                } else if star != nil {
                    report("multiple * parameters not allowed", at: position)
                } else {
                    star = (name, position)
                }
            case .keywords(let name, let position):
                if keywords != nil { report("multiple ** parameters not allowed", at: position) }
                keywords = name
            }
        }
        bindStars(definition, star, keywords, namedOnly)
    }

    /// `*args` and `**kwargs` come last, so that the others stand side by side.
    private func bindStars(
        _ definition: FunctionDefinition, _ star: (name: NameUse?, position: Position)?,
        _ keywords: NameUse?, _ namedOnly: Int
    ) {
        definition.scope.namedOnlyCount = namedOnly
        if let star {
            if let name = star.name {
                bindParameter(name, at: name.position)
                definition.scope.takesList = true
            } else if namedOnly == 0 {
                report("bare * must be followed by keyword-only parameters", at: star.position)
            }
        }
        if let keywords {
            bindParameter(keywords, at: keywords.position)
            definition.scope.takesKeywords = true
        }
    }

    private func bindParameter(_ name: NameUse, at position: Position) {
        if bindLocal(name) { report("duplicate parameter: \(name.name)", at: position) }
    }
}
