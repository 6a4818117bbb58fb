/// No business at all: only the ledger grows. For any database.
package struct LedgerOnlyProfile: WorkloadProfile {
    package let name = "ledger only"
    package let templates: [StatementTemplate] = []

    package init() {}

    package func nextTransaction(_ random: inout SeededRandom) -> [BusinessStatement] { [] }
}
