-- Replication slots and the WAL that each holds back.
SELECT s.slot_name AS name, s.plugin, s.database, s.active AS is_active,
       s.temporary AS is_temporary,
       pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                            ELSE pg_current_wal_lsn() END, s.restart_lsn)::int8 AS retained_bytes,
       to_jsonb(s) ->> 'wal_status' AS wal_status
  FROM pg_replication_slots s
 ORDER BY s.slot_name
