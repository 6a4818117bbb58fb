/// What copying and comparing may take of the source; nil stands for as much as there is.
package struct ThrottleLimits: Hashable, Sendable {
    /// Bytes a second that all copy jobs together may read.
    package var copyRate: ByteCount?
    /// Statements a second that copying and comparing may begin.
    package var statementRate: Int?
    /// How long a small write of ours may take before we yield to everybody else.
    package var latencyCeiling: Duration?
    /// How far the source's own replicas may fall behind before we yield to them.
    package var replicaLag: Duration?

    package init() {}

    /// Whether somebody has to look how the source is doing.
    package var hasCeilings: Bool { latencyCeiling != nil || replicaLag != nil }

    /// One line for an operator.
    package var summary: String {
        let parts = [
            copyRate.map { "copy_rate \($0)" }, statementRate.map { "statement_rate \($0)" },
            latencyCeiling.map { "latency_ceiling \($0.readable)" },
            replicaLag.map { "replica_lag \($0.readable)" },
        ].compactMap { $0 }
        return parts.isEmpty ? "no limits" : parts.joined(separator: ", ")
    }
}

/// What an operator says while a migration runs: some of the limits, each with a new value or
/// with `none`. Written as lines of `key: value`, which the running program reads again and again.
package struct ThrottleOrder: Hashable, Sendable {
    package private(set) var values: [Key: String]

    package enum Key: String, Hashable, Sendable, CaseIterable {
        case copyRate = "copy_rate"
        case statementRate = "statement_rate"
        case latencyCeiling = "latency_ceiling"
        case replicaLag = "replica_lag"
    }

    package static let none = "none"

    package init() { values = [:] }

    /// Reads lines that this type wrote; nil when one of them makes no sense.
    package init?(reading text: String) {
        values = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { word in
                String(word.drop { $0 == " " })
            }
            guard parts.count == 2, let key = Key(rawValue: parts[0]), set(key, to: parts[1]) else {
                return nil
            }
        }
    }

    /// - Returns: false, and nothing is changed, when the value cannot be read.
    package mutating func set(_ key: Key, to value: String) -> Bool {
        var order = self
        order.values[key] = value
        guard order.applied(to: ThrottleLimits()) != nil else { return false }
        self = order
        return true
    }

    package var text: String {
        values.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue): \($0.value)\n" }.joined()
    }

    /// The limits with what the order says instead of the file; nil when it makes no sense.
    package func applied(to limits: ThrottleLimits) -> ThrottleLimits? {
        var limits = limits
        for (key, value) in values {
            guard limits.set(key, to: value == Self.none ? nil : value) else { return nil }
        }
        return limits
    }
}

extension ThrottleLimits {
    fileprivate mutating func set(_ key: ThrottleOrder.Key, to value: String?) -> Bool {
        switch key {
        case .copyRate: return read(value, ByteCount.init(parsing:), \.copyRate) { $0.bytes > 0 }
        case .statementRate: return read(value, { Int($0) }, \.statementRate) { $0 > 0 }
        case .latencyCeiling:
            return read(value, Duration.init(parsing:), \.latencyCeiling) { $0 > .zero }
        case .replicaLag: return read(value, Duration.init(parsing:), \.replicaLag) { $0 > .zero }
        }
    }

    private mutating func read<Value>(
        _ text: String?, _ parse: (String) -> Value?, _ path: WritableKeyPath<Self, Value?>,
        isRight: (Value) -> Bool
    ) -> Bool {
        guard let text else {
            self[keyPath: path] = nil
            return true
        }
        guard let value = parse(text), isRight(value) else { return false }
        self[keyPath: path] = value
        return true
    }
}
