extension FleetReport {
    /// The report as one HTML page that needs nothing else: no script, no font, no second file.
    ///
    /// - Parameter time: when it was made, in words.
    package func page(time: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escaped(fleet)): the fleet</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <header>
        <h1>\(Self.escaped(fleet))</h1>
        <p>\(repositories.count) repositories · centre at <code>\(Self.escaped(String(centre.prefix(10))))</code> · \(Self.escaped(time))</p>
        </header>
        <ul class="tiles">
        \(tiles)
        </ul>
        \(waveList)
        <div class="scroll">
        <table>
        <thead><tr><th scope="col">Repository</th><th scope="col">Wave</th><th scope="col">Version</th><th scope="col">Behind</th><th scope="col">Request</th><th scope="col">Checks</th><th scope="col">Edited by hand</th><th scope="col">Result</th></tr></thead>
        <tbody>
        \(worstFirst.map(Self.row).joined(separator: "\n"))
        </tbody>
        </table>
        </div>
        </body>
        </html>

        """
    }

    /// What somebody has to look at stands on top, however long the table is.
    private var worstFirst: [Row] {
        let order: [Result] = [
            .failed, .declined, .obsolete, .outdated, .proposed, .held, .current,
        ]
        return repositories.sorted {
            let ranks = [$0, $1].map { row in
                row.request?.checks == .failed ? 0 : order.firstIndex(of: row.result) ?? 0
            }
            return (ranks[0], $0.repository) < (ranks[1], $1.repository)
        }
    }

    private var tiles: String {
        Result.allCases.filter { count($0) > 0 }.map {
            "<li class=\"\($0.rawValue)\"><b>\(count($0))</b> \($0.rawValue)</li>"
        }.joined(separator: "\n")
    }

    private var waveList: String {
        let items = waves.map { wave in
            let target = wave.target.map { " <code>\(Self.escaped(String($0.prefix(10))))</code>" }
            return "<li><b>\(Self.escaped(wave.name))</b> \(Self.escaped(wave.standing))"
                + "\(target.map { " at\($0)" } ?? "")</li>"
        }
        return "<ol class=\"waves\">\n\(items.joined(separator: "\n"))\n</ol>"
    }

    private static func row(_ row: Row) -> String {
        let request = row.request.map { request in
            let text = "#\(request.number)"
            return isWebAddress(request.url)
                ? "<a href=\"\(escaped(request.url))\">\(text)</a>" : text
        }
        let checks = row.request.map { request in
            "<span class=\"\(request.checks.rawValue)\">\(request.checks.rawValue)</span>"
        }
        let cells = [
            "<th scope=\"row\">\(escaped(row.repository))</th>", cell(escaped(row.wave)),
            cell(row.version.map { "<code>\(escaped(String($0.prefix(10))))</code>" } ?? "–"),
            cell(escaped(row.distanceInWords)), cell(request ?? "–"), cell(checks ?? "–"),
            cell(driftList(row)), result(row),
        ]
        return "<tr>\(cells.joined())</tr>"
    }

    private static func cell(_ html: String) -> String { "<td>\(html)</td>" }

    private static func result(_ row: Row) -> String {
        let last = row.last.map { last in
            "last sync: \(last.words)" + (last.detail.map { ": \($0)" } ?? "")
        }
        let lines = [row.detail, last].compactMap { $0 }.map { "<small>\(escaped($0))</small>" }
        return cell(
            "<span class=\"\(row.result.rawValue)\">\(row.result.rawValue)</span>"
                + lines.joined())
    }

    private static func driftList(_ row: Row) -> String {
        guard !row.drift.isEmpty else { return "–" }
        let items = row.drift.map {
            "<li><code>\(escaped($0.path))</code> \(escaped($0.kind.explanation))</li>"
        }
        let count = row.drift.count == 1 ? "1 file" : "\(row.drift.count) files"
        return "<details><summary>\(count)</summary><ul>\(items.joined())</ul></details>"
    }

    /// A forge's answer goes into the page, so an address must not be a script.
    private static func isWebAddress(_ text: String) -> Bool {
        text.hasPrefix("https://") || text.hasPrefix("http://")
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #8884; --good: #1a7f4b; --bad: #c0342b; --busy: #9a6700; --quiet: #6b7280 }
        @media (prefers-color-scheme: dark) { :root { --good: #4cc38a; --bad: #ff8a80; --busy: #e3b341; --quiet: #9aa3af } }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
        h1 { margin: 0; font-size: 1.6rem } header p { margin: .2rem 0 1.2rem; color: var(--quiet) }
        code { font: .9em ui-monospace, monospace }
        .tiles { display: flex; flex-wrap: wrap; gap: .8rem; list-style: none; padding: 0 }
        .tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem }
        .tiles b { font-size: 1.5rem; margin-right: .3rem }
        .waves { padding-left: 1.4rem }
        .scroll { overflow-x: auto }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .45rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top }
        thead th { color: var(--quiet); font-weight: 500 } tbody th { font-weight: 600 }
        .current, .passed { color: var(--good) } .failed, .declined { color: var(--bad) }
        .proposed, .outdated, .pending { color: var(--busy) } .held, .none, .obsolete { color: var(--quiet) }
        details ul { margin: .3rem 0; padding-left: 1.1rem } small { color: var(--quiet); display: block }
        """
}
