package enum PostgresClient {}
