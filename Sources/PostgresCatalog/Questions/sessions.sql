-- Who is here. What the server hides from us is marked, so that nobody takes it for idle; who is a
-- walsender is told to everybody.
SELECT s.pid, s.datname AS database, s.usename AS role,
       coalesce(s.application_name, '') AS application,
       host(s.client_addr) AS address,
       CASE WHEN s.pid IN (SELECT w.pid FROM pg_stat_get_wal_senders() w) THEN 'walsender'
            ELSE s.backend_type END AS kind,
       s.state,
       extract(epoch FROM clock_timestamp() - s.xact_start)::float8 AS transaction_age,
       s.backend_xid IS NOT NULL AS "hasTransactionID",
       s.usename IS NOT NULL AND s.datname IS NOT NULL
         AND coalesce(s.query, '') = '<insufficient privilege>' AS is_hidden
  FROM pg_stat_activity s
 WHERE s.pid <> pg_backend_pid()
   AND NOT (s.usename = current_user AND s.application_name = 'apus preflight')
 ORDER BY s.pid
