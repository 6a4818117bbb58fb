import ArgumentParser
import Diagnostics
import Foundation

extension Migrate {
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a commented migration file to start from.")

        @Argument(help: "The migration's name: a-z, 0-9 and _.")
        var name = "move"

        @Option(name: [.customShort("f"), .long], help: "The file to write.")
        var file = "migration.yaml"

        func run() throws {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw Diagnostic(
                    .error, "file.exists", "\(file) is there already",
                    hint: "Write another one with --file, or remove it.")
            }
            try Data(migrationTemplate(name: name).utf8).write(to: URL(fileURLWithPath: file))
            print(
                """
                Wrote \(file). Fill in both servers, then look at them without changing anything:
                  apus migrate preflight --file \(file)
                """)
        }
    }
}

/// Every key with its default, so that the file explains itself.
func migrationTemplate(name: String) -> String {
    """
    # A migration: one PostgreSQL server to another, while it is written to.
    # It is read by every `apus migrate` command. Nothing happens before `apus migrate run`.

    migration: \(name)            # names the objects on the servers: a-z, 0-9, _

    # libpq's keywords, as in psql; what is missing comes from PG… variables and ~/.pgpass.
    source:
      host: 127.0.0.1
      port: 5432
      user: postgres
      # password: {env: SOURCE_PASSWORD}    # or {file: /run/secrets/source}, {from_output: NAME}
      # from_output: source_instance        # an output of Terraform says how it is reached
      # sslmode: verify-full
      # maintenance_database: postgres      # asked about the server as a whole
      # seen_from_peer: {host: 10.0.0.5}    # how the other server reaches this one
      # seen_from_pooler: {host: 10.0.0.5}  # how the pooler reaches it
    target:
      host: 127.0.0.1
      port: 5433
      user: postgres
      # password: {env: TARGET_PASSWORD}

    databases: [app]                        # or: all

    # Where clients come through. Without a pooler: `traffic: none`, or a command:
    #   command: {hold: ./hold.sh, redirect: ./redirect.sh, release: ./release.sh}
    # with APUS_SIDE, APUS_HOST and APUS_PORT in their environment.
    traffic:
      pgbouncer:                            # several: a list of these
        host: 127.0.0.1
        port: 6432
        user: pgbouncer                     # one of PgBouncer's admin_users
        include_file: /etc/pgbouncer/databases.ini   # its [databases], which Apus rewrites

    limits:
      max_write_pause: 2s                   # a switchover that takes longer undoes itself
      copy_jobs: 4
      # streams: automatic                  # or a number: workers that apply a database's changes
      source_connections: 12
      retained_wal: 64GB                    # past it the slot is given up, not the disk
      lock_timeout: 3s
      # copy_rate: 50MB                     # a second, over all jobs
      # statement_rate: 100                 # statements a second that read rows of the source
      # latency_ceiling: 20ms               # the copy yields while a small write takes longer
      # replica_lag: 5s                     # the copy yields while a replica is further behind
      longest_transaction: 1s               # an older one on the source delays the switchover
      switchover_attempts: 5
      retry_after: 10s
      snapshot_grace: 15m                   # for so long a copy that was killed can be gone on with

    large_objects: refuse                   # refuse, copy, ignore
    unlogged_tables: refuse                 # refuse, structure, copy
    tables_without_identity: full           # full (REPLICA IDENTITY FULL meanwhile), refuse
    materialized_views: refresh             # refresh (before each switchover), keep
    way_back: required                      # required, none
    fence: roles                            # roles, tables (for clients that share our role)
    switch_over: by_hand                    # by_hand, automatic, or a window: 02:00-04:30 (UTC)

    # Where Terraform or OpenTofu describes both servers; see docs/infrastructure.md.
    # infrastructure:
    #   directory: ../infra/live
    #   source: module.pg.google_sql_database_instance.instance
    #   target: module.migration.google_sql_database_instance.destination
    #   tool: tofu                          # what is installed, without it
    #   knowledge: rules.yaml               # more types of resources that hold data
    #   variable_files: [live.tfvars]
    #   allow:                              # what a plan may do beside keeping everything
    #     - {address: ADDRESS, change: restarts}

    """
}
