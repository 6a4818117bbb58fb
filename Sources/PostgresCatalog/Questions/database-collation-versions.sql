-- What the collation library is today, by database; only asked of 15 and later.
SELECT datname AS name, pg_database_collation_actual_version(oid) AS version FROM pg_database
