/// A fleet as its file says: which repositories there are, and what each gets from the centre.
///
/// It names where a token is found, never the token.
package struct FleetFile: Hashable, Sendable {
    /// Names the lock file in each repository, so it is short and plain.
    package var name: String
    /// Where a person sees the centre, for links in requests.
    package var centreURL: String?
    package var forges: [String: ForgeEntry]
    package var features: [String: Feature]
    package var groups: [String: Settings]
    package var repositories: [RepositoryEntry]
    package var waves: [Wave]
    package var request: RequestSettings
    package var limits: FleetLimits

    /// How a forge is reached.
    package struct ForgeEntry: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            case github, gitlab, gitea, git
        }

        package var kind: Kind
        /// The REST interface's base, without a slash at its end; nil for plain git.
        package var api: String?
        /// What git clones, with `{repository}` for the name.
        package var git: String
        package var credential: Credential?
    }

    /// How the program proves who it is.
    package enum Credential: Hashable, Sendable {
        case token(SecretSource)
        /// A GitHub app: its key signs for short-lived tokens.
        case app(id: String, key: SecretSource)
    }

    package enum SecretSource: Hashable, Sendable {
        case environment(String)
        case file(String)
    }

    /// What a group or a repository adds.
    package struct Settings: Hashable, Sendable {
        package var features: [String] = []
        package var values: [String: FleetValue] = [:]
        package var check: String?

        package init(
            features: [String] = [], values: [String: FleetValue] = [:], check: String? = nil
        ) {
            self.features = features
            self.values = values
            self.check = check
        }
    }

    package enum Selection: Hashable, Sendable {
        case named(String)
        case query(RepositoryQuery)
    }

    /// What a forge is asked for repositories.
    package struct RepositoryQuery: Hashable, Sendable {
        package var owner: String
        package var topic: String?
        /// A pattern of the name without its owner, such as `service-*`.
        package var name: String?

        package init(owner: String, topic: String? = nil, name: String? = nil) {
            self.owner = owner
            self.topic = topic
            self.name = name
        }
    }

    package struct RepositoryEntry: Hashable, Sendable {
        package var selection: Selection
        package var forge: String
        package var branch: String?
        package var groups: [String]
        package var settings: Settings

        /// The name in the file; nil for a query.
        package var givenName: String? {
            if case .named(let name) = selection { name } else { nil }
        }
    }

    package struct Wave: Hashable, Sendable {
        package enum Start: String, Hashable, Sendable, CaseIterable {
            case automatic
            case byHand = "by_hand"
        }

        package var name: String
        package var repositories: [String]
        package var groups: [String]
        package var start: Start

        package init(
            name: String, repositories: [String] = [], groups: [String] = [],
            start: Start = .automatic
        ) {
            self.name = name
            self.repositories = repositories
            self.groups = groups
            self.start = start
        }

        /// Whoever is in no other wave.
        package var isTheRest: Bool { repositories.isEmpty && groups.isEmpty }
    }

    package struct RequestSettings: Hashable, Sendable {
        package var branch = "apus/fleet"
        package var title = "Update shared files"
        package var labels: [String] = []
        package var reviewers: [String] = []
        package var authorName = "apus fleet"
        package var authorEmail = "apus-fleet@localhost"

        package init() {}
    }

    package struct FleetLimits: Hashable, Sendable {
        /// Repositories that are worked on at once.
        package var concurrency = 8
        /// How often a step is tried before its repository is given up in this run.
        package var attempts = 5
        /// The longest a run waits for one rate limit to pass.
        package var longestWaitSeconds = 300
        /// How long a repository's check may take.
        package var checkSeconds = 600

        package init() {}
    }
}

/// What a repository that has it gets from the centre.
package struct Feature: Hashable, Sendable {
    package var vendor: [VendoredPaths]
    package var templates: [TemplateEntry]
    /// A command that `apus fleet test` runs in each repository that has the feature.
    package var check: String?
    package var existing: ExistingFiles

    package init(
        vendor: [VendoredPaths] = [], templates: [TemplateEntry] = [], check: String? = nil,
        existing: ExistingFiles = .keep
    ) {
        self.vendor = vendor
        self.templates = templates
        self.check = check
        self.existing = existing
    }
}

/// What happens to a file that was there before the fleet brought one of the same name.
package enum ExistingFiles: String, Hashable, Sendable, CaseIterable { case keep, replace }

/// Files of the centre that are taken as they are.
package struct VendoredPaths: Hashable, Sendable {
    /// A folder or one file of the centre.
    package var from: String
    /// Where it lands; the folder itself, or the file.
    package var to: String
    /// Patterns below `from`; none means all.
    package var include: [String]
    package var exclude: [String]
    /// Taken off the beginning of each file's name.
    package var stripPrefix: String?

    package init(
        from: String, to: String, include: [String] = [], exclude: [String] = [],
        stripPrefix: String? = nil
    ) {
        self.from = from
        self.to = to
        self.include = include
        self.exclude = exclude
        self.stripPrefix = stripPrefix
    }
}

/// Files of the centre that are rendered with the repository's values.
package struct TemplateEntry: Hashable, Sendable {
    package var from: String
    package var to: String
    /// More files or folders of the centre that the templates load.
    package var with: [String]
    /// The values that are handed over; nil hands over all.
    package var values: [String]?

    package init(from: String, to: String, with: [String] = [], values: [String]? = nil) {
        self.from = from
        self.to = to
        self.with = with
        self.values = values
    }
}
