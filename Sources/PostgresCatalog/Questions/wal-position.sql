-- How much WAL was ever written; sampled twice.
SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                            ELSE pg_current_wal_lsn() END, '0/0')::int8 AS bytes,
       extract(epoch FROM clock_timestamp())::float8 AS clock
