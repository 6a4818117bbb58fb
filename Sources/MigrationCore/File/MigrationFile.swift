/// One migration as the operator wrote it down: the file that is reviewed before anything happens.
///
/// It names servers, never passwords: ``PasswordSource`` says where a password comes from.
package struct MigrationFile: Hashable, Sendable {
    /// Names every object that is made on the servers, so it is short and plain.
    package var name: String
    package var servers: BothSides<ServerEntry>
    package var databases: DatabaseSelection
    package var traffic: Traffic
    package var limits = Limits()
    package var largeObjects = LargeObjects.refuse
    package var unloggedTables = UnloggedTables.refuse
    package var tablesWithoutIdentity = TablesWithoutIdentity.full
    package var materializedViews = MaterializedViews.refresh
    package var wayBack = WayBack.required
    package var switchOver = SwitchoverPolicy.byHand
    package var fence = Fence.roles
    /// A folder with `pg_dump` of the target's version; nil looks in the usual places.
    package var programs: String?
    package var infrastructure: InfrastructureEntry?

    package init(
        name: String, servers: BothSides<ServerEntry>, databases: DatabaseSelection,
        traffic: Traffic
    ) {
        self.name = name
        self.servers = servers
        self.databases = databases
        self.traffic = traffic
    }
}

/// How a server is reached, and by whom.
package struct ServerEntry: Hashable, Sendable {
    /// libpq's connection keywords, without `password` and `dbname`.
    package var keywords: [String: String]
    package var password: PasswordSource?
    /// An output of Terraform or OpenTofu that says what ``keywords`` leave out.
    package var fromOutput: String?
    /// The database that is asked about the server as a whole.
    package var maintenanceDatabase: String
    /// Keywords that differ when the other server connects to this one.
    package var seenFromPeer: [String: String]
    /// `host` and `port` that differ when the pooler connects to this one.
    package var seenFromPooler: [String: String]

    package init(
        keywords: [String: String] = [:], password: PasswordSource? = nil,
        maintenanceDatabase: String = "postgres", seenFromPeer: [String: String] = [:],
        seenFromPooler: [String: String] = [:]
    ) {
        self.keywords = keywords
        self.password = password
        self.maintenanceDatabase = maintenanceDatabase
        self.seenFromPeer = seenFromPeer
        self.seenFromPooler = seenFromPooler
    }
}

/// Where a password is read when it is needed; without one libpq looks into `.pgpass`.
package enum PasswordSource: Hashable, Sendable {
    case environment(String)
    case file(String)
    /// An output of Terraform or OpenTofu.
    case output(String)
}

package enum DatabaseSelection: Hashable, Sendable {
    /// Every database that allows connections, without templates and without the maintenance
    /// database unless it holds tables.
    case all
    case named([String])
}

/// How clients find the serving server, and how they are held while it changes.
package enum Traffic: Hashable, Sendable {
    case pgBouncer([PgBouncerEntry])
    case command(CommandHook)
    /// Nothing holds clients: they are fenced off and reconnect by themselves.
    case none
}

package struct PgBouncerEntry: Hashable, Sendable {
    /// Keywords of the admin console; `dbname` is always `pgbouncer`.
    package var admin: [String: String]
    package var password: PasswordSource?
    /// The included file with the `[databases]` lines, which is rewritten.
    package var includeFile: String

    package init(
        admin: [String: String], password: PasswordSource? = nil, includeFile: String
    ) {
        self.admin = admin
        self.password = password
        self.includeFile = includeFile
    }
}

/// Programs that do for another kind of gate what the admin console does for PgBouncer.
///
/// Each is run through `/bin/sh -c` with `APUS_MIGRATION`, `APUS_SIDE` (`source` or `target`),
/// `APUS_HOST` and `APUS_PORT`; status 0 means done, and running one twice must be safe.
package struct CommandHook: Hashable, Sendable {
    /// Holds new transactions and waits for running ones; nil where the gate cannot.
    package var hold: String?
    /// Points clients at the server that the environment names.
    package var redirect: String
    /// Lets held clients go on.
    package var release: String?

    package init(hold: String? = nil, redirect: String, release: String? = nil) {
        self.hold = hold
        self.redirect = redirect
        self.release = release
    }
}

package enum LargeObjects: String, Hashable, Sendable, CaseIterable { case refuse, copy, ignore }
package enum UnloggedTables: String, Hashable, Sendable, CaseIterable {
    case refuse
    /// The table arrives empty.
    case structure
    /// Its rows as they were at the snapshot; later changes are not carried.
    case copy
}
package enum TablesWithoutIdentity: String, Hashable, Sendable, CaseIterable {
    /// `REPLICA IDENTITY FULL` while the migration lasts.
    case full
    case refuse
}
package enum MaterializedViews: String, Hashable, Sendable, CaseIterable {
    /// Filled anew on the side that is to serve, before each switchover.
    case refresh
    /// As they were filled when the indexes were built.
    case keep
}
package enum WayBack: String, Hashable, Sendable, CaseIterable { case required, none }

/// What keeps clients from writing to the side that does not serve.
package enum Fence: String, Hashable, Sendable, CaseIterable {
    /// Every login role but our own loses LOGIN, and its sessions end.
    case roles
    /// The same, and a guard trigger on each table, for clients that share our own role.
    case tables
}

package enum SwitchoverPolicy: Hashable, Sendable {
    case automatic
    case byHand
    /// Minutes after midnight, UTC; the window may pass midnight.
    case window(from: Int, to: Int)
}

/// How much a migration may take.
package struct Limits: Hashable, Sendable {
    package var maxWritePause = Duration.seconds(2)
    package var copyJobs = 4
    /// Streams of changes that each database may use.
    package var streams = StreamLimit.automatic
    /// Sessions that may be open on the source at once.
    package var sourceConnections = 12
    /// Past it the slot is given up rather than the source's disk filled.
    package var retainedWAL = ByteCount(64 << 30)
    package var lockTimeout = Duration.seconds(3)
    /// Bytes a second that all copy jobs together may read; nil for as fast as it goes.
    package var copyRate: ByteCount?
    /// Statements a second that copying and comparing may begin on the source.
    package var statementRate: Int?
    /// Copying yields while a small write on the source takes longer.
    package var latencyCeiling: Duration?
    /// Copying yields while a replica of the source is further behind.
    package var replicaLag: Duration?
    /// How long a transaction on the source may be before a switchover is not even tried.
    package var longestTransaction = Duration.seconds(1)
    package var switchoverAttempts = 5
    package var retryAfter = Duration.seconds(10)
    /// How long the copy's snapshots outlive a run that ended before the copy did; zero keeps none.
    package var snapshotGrace = Duration.seconds(900)

    package init() {}

    /// Sessions that copy at once, with room on the source for those that look and that read for
    /// several.
    package var copyWorkers: Int { max(1, min(copyJobs, sourceConnections - 5)) }

    /// Databases whose snapshots can be kept beside that, one session each.
    package var keptSnapshots: Int {
        snapshotGrace > .zero ? max(0, sourceConnections - 5 - copyWorkers) : 0
    }

    package var throttle: ThrottleLimits {
        var throttle = ThrottleLimits()
        throttle.copyRate = copyRate
        throttle.statementRate = statementRate
        throttle.latencyCeiling = latencyCeiling
        throttle.replicaLag = replicaLag
        return throttle
    }
}
