/// Ways to judge facts that keep what was hidden in sight.
extension Observed {
    /// Judges a known fact; a hidden one becomes a finding of severity `unknown`.
    package func findings(
        _ side: Side?, in database: String? = nil, _ judge: (Value) -> [Finding]
    ) -> [Finding] {
        switch self {
        case .known(let value): judge(value)
        case .unknown(let reason, let remedy):
            [
                Finding(
                    .unknown, side, in: database, reason,
                    fix: remedy.map { .sql($0, on: side, in: database) })
            ]
        }
    }

    package func map<Other>(_ transform: (Value) -> Other) -> Observed<Other> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let reason, let remedy): .unknown(reason: reason, remedy: remedy)
        }
    }

    /// Both facts, or the reason why one of them is hidden.
    package func and<Other>(_ other: Observed<Other>) -> Observed<(Value, Other)> {
        switch (self, other) {
        case (.known(let first), .known(let second)): .known((first, second))
        case (.unknown(let reason, let remedy), _), (_, .unknown(let reason, let remedy)):
            .unknown(reason: reason, remedy: remedy)
        }
    }
}

extension PreflightFacts {
    /// Judges the same fact of every database that is moved.
    func eachDatabase<Fact>(
        _ fact: (DatabaseFacts) -> Observed<Fact>, _ judge: (String, Fact) -> [Finding]
    ) -> [Finding] {
        databases.findings(.source) { databases in
            databases.flatMap { database in
                fact(database).findings(.source, in: database.name) { judge(database.name, $0) }
            }
        }
    }

    /// Judges the same fact of both servers.
    func eachSide<Fact>(
        _ fact: (ServerFacts) -> Observed<Fact>, _ judge: (Side, Fact) -> [Finding]
    ) -> [Finding] {
        Side.allCases.flatMap { side in
            fact(servers[side]).findings(side) { judge(side, $0) }
        }
    }
}
