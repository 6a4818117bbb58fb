import Glibc
import PostgresClient

/// One client of a workload, on a thread of its own.
///
/// After any error it opens a new session and goes on with a new number: it never sends a number
/// twice, so a number that is in the ledger twice is somebody else's fault.
final class Writer {
    private let setup: WorkloadSetup
    private let schedule: Schedule
    private let log: WriterLog
    private let isPrepared: Bool
    /// The profile's statements, and the ledger's as the last.
    private let templates: [StatementTemplate]
    private var random: SeededRandom
    private var session: Session?

    init(_ setup: WorkloadSetup, place: Int, start: Moment, log: WriterLog) {
        self.setup = setup
        self.log = log
        schedule = Schedule(setup.pace, from: start, place: place, of: setup.clients)
        // Spread over the places, so that few clients have both kinds too.
        isPrepared =
            (place + 1) * setup.preparedClients / setup.clients
            > place * setup.preparedClients / setup.clients
        templates = setup.profile.templates + [setup.ledger.insertion]
        random = SeededRandom(seed: setup.seed &+ UInt64(log.client) &* 1_000_003)
    }

    func run() {
        var number: Int64 = 1
        while true {
            let due = schedule.due(number, now: .now)
            guard sleep(until: due), let session = connected() else { break }
            let sent = Moment.now
            let outcome = perform(number, on: session)
            log.append(
                TransactionRecord(
                    client: log.client, number: number, due: due, sent: sent, ended: .now,
                    outcome: outcome))
            if outcome != .acknowledged { leave() }
            number += 1
        }
        leave()
    }

    /// - Returns: false when the workload ends first.
    private func sleep(until due: Moment) -> Bool {
        while !log.isStopping {
            let left = due.nanoseconds - Moment.now.nanoseconds
            guard left > 0 else { return true }
            usleep(UInt32(min(left / 1000 + 1, 50_000)))
        }
        return false
    }

    private func leave() {
        session?.close()
        session = nil
    }

    /// An open session; tries until there is one. Nil when the workload ends first.
    private func connected() -> Session? {
        var pause: UInt32 = 2_000
        while !log.isStopping {
            if let session, session.isOpen { return session }
            do {
                session = try open()
            } catch {
                log.count(refusal: error)
                usleep(pause)
                pause = min(pause * 2, 32_000)
            }
        }
        return nil
    }

    private func open() throws(PostgresError) -> Session {
        let session = try Session(
            setup.settings, timeout: .seconds(30), interruption: log.interruption)
        guard isPrepared else { return session }
        do {
            for (place, template) in templates.enumerated() {
                try session.prepare(Self.name(place), template.text)
            }
        } catch {
            session.close()
            throw error
        }
        return session
    }

    // MARK: One transaction

    private static func name(_ place: Int) -> String { "workload_\(place)" }

    private func perform(_ number: Int64, on session: Session) -> TransactionRecord.Outcome {
        var statements = setup.profile.nextTransaction(&random)
        statements.append(
            BusinessStatement(
                templates.count - 1,
                ["\(log.client)", "\(number)", "\(setup.profile.name) \(number)"]))
        return isPrepared
            ? performPrepared(statements, on: session) : performSimple(statements, on: session)
    }

    private func performSimple(
        _ statements: [BusinessStatement], on session: Session
    ) -> TransactionRecord.Outcome {
        let business = statements.map { templates[$0.template].writtenOut($0.parameters) }
        let message = (["BEGIN"] + business + ["COMMIT"]).joined(separator: "; ")
        do {
            return outcome(ofCommit: try session.execute(message))
        } catch {
            return log.outcome(error, commitSent: true)
        }
    }

    private func performPrepared(
        _ statements: [BusinessStatement], on session: Session
    ) -> TransactionRecord.Outcome {
        var commitSent = false
        do {
            _ = try session.execute("BEGIN")
            for statement in statements {
                _ = try session.queryPrepared(Self.name(statement.template), statement.parameters)
            }
            commitSent = true
            return outcome(ofCommit: try session.execute("COMMIT"))
        } catch {
            return log.outcome(error, commitSent: commitSent)
        }
    }

    /// A transaction that had failed answers its `COMMIT` with `ROLLBACK`.
    private func outcome(ofCommit answers: [Rows]) -> TransactionRecord.Outcome {
        let tag = answers.last?.tag ?? ""
        if tag == "COMMIT" { return .acknowledged }
        let error = PostgresError.server(
            ServerError(sqlState: "25P02", message: "the commit was answered with \"\(tag)\""))
        return log.outcome(error, commitSent: true)
    }
}
