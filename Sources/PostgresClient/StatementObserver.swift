import Glibc

/// A statement that a session ran, as told to whoever keeps a record of them.
///
/// Its text is what was sent: it may hold a secret, which is for the listener to conceal.
package struct ObservedStatement: Sendable {
    package let sql: String
    package let parameters: [String?]
    /// Seconds since 1970, by this machine's clock.
    package let began: Double
    package let seconds: Double
    /// The last answer; nil after an error, and for a COPY, which had only begun.
    package let answer: Rows?
    /// The server's message, if it refused.
    package let failure: String?

    package init(
        sql: String, parameters: [String?] = [], began: Double, seconds: Double = 0,
        answer: Rows? = nil, failure: String? = nil
    ) {
        self.sql = sql
        self.parameters = parameters
        self.began = began
        self.seconds = seconds
        self.answer = answer
        self.failure = failure
    }
}

package typealias StatementObserver = @Sendable (ObservedStatement) -> Void

extension Session {
    /// Runs a statement and tells the observer how it ended.
    func observed(
        _ sql: String, _ parameters: [String?] = [],
        _ body: () throws(PostgresError) -> [Rows]
    ) throws(PostgresError) -> [Rows] {
        guard let observer else { return try body() }
        let began = secondsSince1970()
        func tell(_ answer: Rows?, _ failure: String?) {
            observer(
                ObservedStatement(
                    sql: sql, parameters: parameters, began: began,
                    seconds: secondsSince1970() - began, answer: answer, failure: failure))
        }
        do {
            let answers = try body()
            tell(answers.last, nil)
            return answers
        } catch {
            tell(nil, error.description)
            throw error
        }
    }
}

func secondsSince1970() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
