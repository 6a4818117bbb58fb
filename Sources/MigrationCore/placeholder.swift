package enum MigrationCore {}
