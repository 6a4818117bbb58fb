/// A server may allow only some output plugins; replication uses `pgoutput`.
struct OutputPluginCheck: PreflightCheck {
    let id = "server.output-plugin"
    let title = "the output plugin pgoutput is allowed"
    let fine = "no server restricts output plugins"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.settings) { side, settings in
            guard file.publishes(side), let list = settings["output_plugin_libraries"],
                !list.isEmpty, list != "*", !list.contains("pgoutput")
            else { return [] }
            return [
                Finding(
                    .blocker, side, ["output_plugin_libraries"], "is \"\(list)\", without pgoutput",
                    fix: settings.provider.remedy(
                        set: "output_plugin_libraries", to: "\(list), pgoutput", on: side,
                        restart: false))
            ]
        }
    }
}
