/// Every check of preflight, in the order of the report.
package enum PreflightChecks {
    package static let all: [any PreflightCheck] = servers + roles + network

    static let servers: [any PreflightCheck] = [
        SameServerCheck(), VersionsCheck(), RecoveryCheck(), WALLevelCheck(),
        ReplicationSlotsCheck(), WALSendersCheck(), ReplicationWorkersCheck(), ConnectionsCheck(),
        LocksCheck(), RetainedWALCheck(), IdleSlotCheck(), OutputPluginCheck(),
        PreparedTransactionsCheck(), LongTransactionsCheck(), CopyForecastCheck(), DiskCheck(),
        BackgroundJobsCheck(), ClockCheck(),
    ]

    static let roles: [any PreflightCheck] = [
        ReplicationRoleCheck(), SubscriptionRoleCheck(), TableOwnerCheck(), ReadRightCheck(),
        RowSecurityCheck(), CreateRightCheck(), TargetRoleCheck(), SessionSightCheck(),
        TerminateCheck(), FenceRightCheck(), SuperuserCheck(), SharedRoleCheck(),
        OtherDatabasesCheck(), PasswordsCheck(), SameNameRolesCheck(), RoleSettingsCheck(),
    ]

    static let network: [any PreflightCheck] = [
        ClientsCheck(), PeerPathCheck(), TLSCheck(), LoopbackCheck(),
    ]
}
