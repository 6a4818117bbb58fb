/// Every check of preflight, in the order of the report.
package enum PreflightChecks {
    package static let all: [any PreflightCheck] = servers + roles + network + databases + tables

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
        OtherDatabasesCheck(), PasswordsCheck(), SameNameRolesCheck(), RoleAttributesCheck(),
        RoleSettingsCheck(),
    ]

    static let network: [any PreflightCheck] = [
        ClientsCheck(), TargetClientsCheck(), PeerPathCheck(), TLSCheck(), LoopbackCheck(),
    ]

    static let databases: [any PreflightCheck] = [
        DatabasePresenceCheck(), TargetEmptyCheck(), LocaleCheck(), CollationVersionCheck(),
        ExtensionsCheck(), LibrariesCheck(), TablespacesCheck(), LargeObjectsCheck(),
        ForeignObjectsCheck(), EventTriggersCheck(), PublicationsCheck(), SubscriptionsCheck(),
        ForeignSlotsCheck(), LeftoversCheck(), UndumpedCheck(),
    ]

    static let tables: [any PreflightCheck] = [
        IdentityCheck(), IdentityFullCheck(), UnloggedTablesCheck(), TemporaryTablesCheck(),
        GeneratedColumnsCheck(),
        InheritanceCheck(), PartitionsCheck(), TriggersCheck(), RulesCheck(), ColumnTypesCheck(),
        OIDTablesCheck(), WideTablesCheck(), InvalidIndexesCheck(),
        UnvalidatedConstraintsCheck(), MaterializedViewsCheck(), SequencesCheck(),
    ]
}
