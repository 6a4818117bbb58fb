import Testing

@testable import PostgresCatalog

@Suite("Questions to a server")
struct QuestionTests {
    @Test("is asked as one SELECT whose answer keeps its column names")
    func wrapped() {
        let question = Question.systemIdentifier
        #expect(question.sql.contains("pg_control_system()"))
        #expect(question.wrapped.hasPrefix("SELECT coalesce(json_agg(row_to_json(answer)), '[]')"))
        // A comment at the end of the file must not swallow what follows.
        #expect(question.wrapped.contains("\n) AS answer"))
    }
}
