import Diagnostics
import Foundation
import Infrastructure
import MigrationCore

/// Preflight's question whether the state and the servers are the same.
struct InfrastructureCheck: PreflightCheck {
    let id = "infrastructure"
    let title = "the servers behind the addresses of the infrastructure"
    let fine = "the state describes the servers that are migrated"
    /// A proxy hides the answer, and nothing of the data depends on it.
    let unknownRefuses = false

    private let answers: [(side: Side, answer: StateAgreement.Answer, major: Int?)]
    private let problem: Diagnostic?

    /// nil where the file names no infrastructure, or no address in it.
    static func of(_ file: MigrationFile) async -> InfrastructureCheck? {
        guard let entry = file.infrastructure, entry.source != nil || entry.target != nil else {
            return nil
        }
        do {
            return InfrastructureCheck(try await answers(file, entry))
        } catch {
            return InfrastructureCheck(
                [],
                problem: error as? Diagnostic
                    ?? Diagnostic(
                        .error, .infrastructureToolFailed, "the infrastructure could not be read"))
        }
    }

    private init(
        _ answers: [(side: Side, answer: StateAgreement.Answer, major: Int?)],
        problem: Diagnostic? = nil
    ) {
        self.answers = answers
        self.problem = problem
    }

    private static func answers(
        _ file: MigrationFile, _ entry: InfrastructureEntry
    ) async throws -> [(side: Side, answer: StateAgreement.Answer, major: Int?)] {
        let session = try await InfrastructureSession(entry)
        guard let state = try await session.run.pullState() else {
            throw Diagnostic(
                .error, .infrastructureToolFailed, "\(entry.directory) has no state",
                hint: "Is it the right folder, and the right workspace?")
        }
        var secrets = session.run.redaction
        secrets.collect(from: state, schemas: try? await session.run.providerSchemas())
        let agreement = StateAgreement(
            state, knowledge: session.knowledge, redaction: secrets, resolve: addresses)
        return Side.allCases.compactMap { side in
            guard let address = side == .source ? entry.source : entry.target else { return nil }
            return (
                side, agreement.of(address, reachedAt: hosts(file.servers[side])),
                agreement.major(of: address)
            )
        }
    }

    private static func hosts(_ entry: ServerEntry) -> [String] {
        [
            entry.keywords["host"], entry.keywords["hostaddr"], entry.seenFromPeer["host"],
            entry.seenFromPooler["host"],
        ].compactMap { $0 }.filter { !$0.isEmpty }
    }

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        if let problem {
            return [
                Finding(
                    .unknown, nil,
                    [problem.message, problem.detail].compactMap { $0 }.joined(separator: ": "),
                    fix: problem.hint.map { .action($0) })
            ]
        }
        return answers.flatMap { side, answer, major in
            [finding(side, answer)].compactMap { $0 }
                + [version(side, major, facts)].compactMap { $0 }
        }
    }

    private func finding(_ side: Side, _ answer: StateAgreement.Answer) -> Finding? {
        switch answer {
        case .agrees: nil
        case .differs(let text, let hint):
            Finding(.blocker, side, text, fix: hint.map { .action($0) })
        case .unknown(let text, let hint):
            Finding(.unknown, side, text, fix: hint.map { .action($0) })
        }
    }

    private func version(_ side: Side, _ major: Int?, _ facts: PreflightFacts) -> Finding? {
        guard let major, let seen = facts.servers[side].identity.value?.version.major, seen != major
        else { return nil }
        return Finding(
            .warning, side, "the state says version \(major), and the server is \(seen)",
            fix: .action("Refresh the state, or name the right address."))
    }
}

/// Every address of a host's name; the name itself where it has none.
@Sendable private func addresses(_ host: String) -> Set<String> {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [host] }
    defer { freeaddrinfo(list) }
    var found: Set<String> = []
    var entry = list
    while let current = entry?.pointee {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failure = getnameinfo(
            current.ai_addr, current.ai_addrlen, &text, socklen_t(text.count), nil, 0,
            NI_NUMERICHOST)
        if failure == 0 {
            found.insert(
                String(
                    decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        entry = current.ai_next
    }
    return found.isEmpty ? [host] : found
}
