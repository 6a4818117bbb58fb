/// Who is in a simulated fleet: names, features and waves of its repositories, by their position.
struct SimulatedFleet: Sendable {
    static let name = "simulated"
    static let branch = "apus/fleet"

    let count: Int

    init(_ repositories: Int) { count = max(3, repositories) }

    /// The first hundredth, and one at least.
    var canaries: Int { max(1, count / 100) }
    /// Where the last wave begins: behind the first tenth.
    var others: Int { max(2, count / 10) }

    var names: [String] { (0..<count).map(Self.name) }

    static func name(_ index: Int) -> String {
        "acme/r" + String(repeating: "0", count: max(0, 4 - "\(index)".count)) + "\(index)"
    }

    /// The position of `acme/r0017`; nil for any other name.
    func index(of name: String) -> Int? {
        guard name.hasPrefix("acme/r"), let index = Int(name.dropFirst("acme/r".count)),
            index < count
        else { return nil }
        return index
    }

    func features(_ index: Int) -> [String] {
        SimulatedCentre.features.enumerated()
            .filter { ($0.offset + index) % 3 != 0 || index % 2 == 0 }.map(\.element)
    }

    /// The centre's files that a repository gets, as the centre calls them.
    func vendored(_ index: Int) -> [String] {
        let features = features(index)
        return SimulatedCentre.vendored.filter { path in
            features.contains(String(path.prefix { $0 != "/" }))
        }
    }

    /// - Parameter forges: the beginning of the file, which names the forge.
    func file(_ forges: String, concurrency: Int) -> String {
        let entries = names.enumerated().map { index, name in
            let list = features(index).joined(separator: ", ")
            let group = index < canaries ? "canaries" : index < others ? "team" : "others"
            return "- {name: \(name), features: [\(list)], groups: [\(group)], "
                + "values: {name: r\(index)}}"
        }
        return """
            fleet: \(Self.name)
            \(forges)
            features:
              ci: {vendor: [{from: shared/ci, to: shared/ci}]}
              lint: {vendor: [{from: shared/lint, to: shared/lint}]}
              pipe: {templates: [{from: templates, to: pipe, values: [name]}]}
            groups: {canaries: {}, team: {}, others: {}}
            repositories:
            \(entries.joined(separator: "\n"))
            waves:
            - {name: canaries, groups: [canaries]}
            - {name: team, groups: [team]}
            - {name: others}
            request: {labels: [shared]}
            limits: {concurrency: \(concurrency), attempts: 6}

            """
    }
}
