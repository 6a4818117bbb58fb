import Testing

@testable import ServerTestKit

@Suite("StatementTemplate: a statement with parameters")
struct StatementTemplateTests {
    @Test("writes parameters out as literals that cannot break out")
    func literals() {
        let template: StatementTemplate = "UPDATE t SET a = $2::text WHERE b = $1::int"
        #expect(
            template.writtenOut(["1", "it's; DROP"])
                == "UPDATE t SET a = 'it''s; DROP'::text WHERE b = '1'::int")
    }

    @Test("tells parameter 1 from parameter 10")
    func twoDigits() {
        let template: StatementTemplate = "VALUES ($1, $10)"
        #expect(template.writtenOut((1...10).map { "p\($0)" }) == "VALUES ('p1', 'p10')")
    }

    @Test(
        "a profile gives every statement as many parameters as its template names",
        arguments: [PgbenchProfile(scale: 2), PagilaProfile()] as [any WorkloadProfile])
    func profiles(profile: any WorkloadProfile) {
        var random = SeededRandom(seed: 1)
        for _ in 0..<200 {
            let statements = profile.nextTransaction(&random)
            #expect((1...2).contains(statements.count))
            for statement in statements {
                let text = profile.templates[statement.template].text
                let count = statement.parameters.count
                #expect(text.contains("$\(count)") && !text.contains("$\(count + 1)"))
            }
        }
    }
}
