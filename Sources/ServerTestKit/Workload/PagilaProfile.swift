/// A film rental's counter: rentals with their payments, films brought back, customers' new
/// addresses. Payments fall into the partitions of 2022 that Pagila has.
package struct PagilaProfile: WorkloadProfile {
    package let name = "pagila"

    package init() {}

    package var templates: [StatementTemplate] {
        [
            """
            WITH rented AS (INSERT INTO public.rental \
            (rental_date, inventory_id, customer_id, staff_id) \
            VALUES (clock_timestamp(), $1::int, $2::int, $3::int) RETURNING rental_id) \
            INSERT INTO public.payment (customer_id, staff_id, rental_id, amount, payment_date) \
            SELECT $2::int, $3::int, rental_id, $4::numeric, $5::timestamptz FROM rented
            """,
            "UPDATE public.rental SET return_date = now() WHERE rental_id = $1::int",
            "UPDATE public.customer SET email = $1::text WHERE customer_id = $2::int",
        ]
    }

    package func nextTransaction(_ random: inout SeededRandom) -> [BusinessStatement] {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: [rental(&random)]
        case 5..<8: [rental(&random), returning(&random)]
        default: [moving(&random)]
        }
    }

    private func rental(_ random: inout SeededRandom) -> BusinessStatement {
        let month = Int.random(in: 2...7, using: &random)
        let day = Int.random(in: 2...27, using: &random)
        let cents = Int.random(in: 0...9, using: &random)
        return BusinessStatement(
            0,
            [
                "\(Int.random(in: 1...4581, using: &random))",
                "\(Int.random(in: 1...599, using: &random))",
                "\(Int.random(in: 1...2, using: &random))",
                "\(cents).99", "2022-0\(month)-\(day < 10 ? "0" : "")\(day) 12:00:00+00",
            ])
    }

    private func returning(_ random: inout SeededRandom) -> BusinessStatement {
        BusinessStatement(1, ["\(Int.random(in: 1...16_049, using: &random))"])
    }

    private func moving(_ random: inout SeededRandom) -> BusinessStatement {
        let customer = "\(Int.random(in: 1...599, using: &random))"
        let address = "customer.\(Int.random(in: 0..<1_000_000, using: &random))@example.org"
        return BusinessStatement(2, [address, customer])
    }
}
