import MigrationEngine

/// The head of the page: what moved where, whether it held, and the figures people ask for first.
struct Summary {
    private let report: MigrationReport

    init(_ report: MigrationReport) { self.report = report }

    var html: HTML {
        """
        <header>
        <p class="kind">PostgreSQL migration</p>
        <h1>\(report.migration)</h1>
        <p class="route">\(route)</p>
        <p class="verdict \(verdict.kind)"><span class="mark" aria-hidden="true">\(verdict.mark)</span> \
        \(verdict.text)</p>
        <dl class="figures">\(figures)</dl>
        </header>
        """
    }

    private var route: String {
        let databases = report.databases.joined(separator: ", ")
        guard let source = report.versions["source"], let target = report.versions["target"] else {
            return databases.isEmpty ? "Nothing was copied yet." : databases
        }
        return "\(databases): PostgreSQL \(source) to \(target)"
    }

    private var verdict: (kind: String, mark: String, text: String) {
        let certificates = report.switchovers.filter(\.switched).map(\.certificate)
        if certificates.contains(where: { $0?.equal == false })
            || report.verification?.equal == false
        {
            return ("bad", "✗", "A comparison found a difference: see below.")
        }
        guard let last = report.switchovers.last(where: \.switched) else {
            return ("open", "·", "Nothing was switched over yet: the source serves.")
        }
        let side = last.direction == "source to target" ? "target" : "source"
        guard certificates.allSatisfy({ $0?.equal == true }) else {
            return ("open", "·", "The \(side) serves; a switchover has no certificate.")
        }
        return (
            "good", "✓",
            "The \(side) serves. Both databases were equal at the instant of "
                + (certificates.count == 1 ? "the switchover." : "each switchover.")
        )
    }

    private var figures: [HTML] {
        var found: [(String, String, String)] = []
        let pauses = report.switchovers.filter(\.switched).map(\.writePauseMilliseconds)
        if let longest = pauses.max() {
            found.append(
                (
                    "Write pause", readable(milliseconds: longest),
                    pauses.count > 1 ? "the longest of \(pauses.count)" : "traffic was held"
                ))
        }
        if let copy = report.copy {
            let rate = copy.seconds > 0 ? Int64(Double(copy.bytes) / copy.seconds) : 0
            found.append(("Rows copied", grouped(copy.rows), "\(copy.tables) tables"))
            found.append(
                (
                    "Copied", readable(bytes: copy.bytes),
                    "\(readable(bytes: rate))/s, \(readable(seconds: copy.seconds))"
                ))
        }
        if let certificate = report.switchovers.last(where: \.switched)?.certificate {
            found.append(
                (
                    "Certificate", certificate.equal ? "equal" : "different",
                    "\(grouped(certificate.rows)) rows, \(certificate.sequences) sequences"
                ))
        }
        return found.map { name, value, more in
            "<div><dt>\(name)</dt><dd>\(value)</dd><dd class=\"more\">\(more)</dd></div>"
        }
    }
}
