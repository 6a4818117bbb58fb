import MigrationCore
import MigrationEngine

/// Every statement that changed a server, in the order in which it was sent.
struct StatementsSection {
    private let records: [StatementRecord]
    private let omitted: Int
    private let limit: Int

    init(_ records: [StatementRecord], omitted: Int, limit: Int, origin: Double?) {
        self.records = records.sorted { $0.at < $1.at }
        self.omitted = omitted
        self.limit = limit
    }

    var html: HTML? {
        guard !records.isEmpty else { return nil }
        return """
            <section><h2>What was changed on the servers</h2>
            <p class="sum">\(summary)</p>
            <table class="statements">
            <thead><tr><th>Time</th><th>Where</th><th>LSN</th><th>Statement</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            \(missing)
            </section>
            """
    }

    private var summary: String {
        let places = ["source", "target", "pooler"].compactMap { place -> String? in
            let count = records.count { $0.place == place }
            return count > 0 ? "\(grouped(Int64(count))) on the \(place)" : nil
        }
        return places.joined(separator: " · ")
    }

    private var rows: [HTML] {
        var day = ""
        return records.prefix(limit).map { record in
            let today = String(moment(record.at).prefix(10))
            let heading: HTML? =
                today == day ? nil : "<tr class=\"day\"><td colspan=\"4\">\(today)</td></tr>"
            day = today
            return "\(heading)\(row(record))"
        }
    }

    private func row(_ record: StatementRecord) -> HTML {
        """
        <tr\(record.failure == nil ? nil : " class=\"failed\"" as HTML)><td class="time">\(clockTime(record.at))</td>\
        <td>\(record.place)\(record.database.map { ", \($0)" } ?? "")\
        <br><span class="more">\(record.session)</span></td>\
        <td class="lsn">\(record.logPosition?.description ?? "")</td>\
        <td><code>\(Self.flat(record.statement))</code>\(failure(record))</td></tr>

        """
    }

    private func failure(_ record: StatementRecord) -> HTML? {
        record.failure.map { "<br><span class=\"bad\">refused: \($0)</span>" }
    }

    /// Blank space as it stands in our sources says nothing, nor do the settings of a transaction
    /// ahead of what it is for; long scripts are cut. The JSON has all of it.
    private static func flat(_ statement: String) -> String {
        let text = essence(statement).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count > 600 ? text.prefix(600) + " …" : text
    }

    private static func essence(_ statement: String) -> Substring {
        var start = 0
        var isSetting: Bool?
        for piece in SQLPieces(statement) {
            switch piece.kind {
            case .word(let word): isSetting = isSetting ?? ["BEGIN", "SET"].contains(word)
            case .semicolon where isSetting == true:
                start = piece.range.upperBound
                isSetting = nil
            case .semicolon, .text: break
            }
            if isSetting == false { return rest(statement, start) }
        }
        return rest(statement, start)
    }

    private static func rest(_ statement: String, _ start: Int) -> Substring {
        statement[statement.utf8.index(statement.startIndex, offsetBy: start)...]
    }

    private var missing: HTML? {
        let more = records.count - limit
        guard more > 0 || omitted > 0 else { return nil }
        return """
            <p class="more">\(more > 0 ? "\(grouped(Int64(more))) more stand in the JSON report. " : "")\
            \(omitted > 0 ? "\(grouped(Int64(omitted))) did not fit into the record's file." : "")</p>
            """
    }
}
