/// A prepared transaction outlives every session: no fence ends it, and no slot starts behind it.
struct PreparedTransactionsCheck: PreflightCheck {
    let id = "server.prepared-transactions"
    let title = "no transaction waits for COMMIT PREPARED"
    let fine = "no prepared transactions"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.preparedTransactions) { side, transactions in
            transactions.filter { _ in file.publishes(side) }.map { transaction in
                let gid = sql(literal: transaction.name)
                return Finding(
                    .blocker, side, [transaction.name],
                    "is prepared \(transaction.detail ?? "") and holds back every slot",
                    fix: .sql(
                        "ROLLBACK PREPARED \(gid);  -- or COMMIT PREPARED, as its owner decides",
                        on: side))
            }
        }
    }
}
