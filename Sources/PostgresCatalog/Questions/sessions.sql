-- Who is here. What the server hides from us is marked, so that nobody takes it for idle.
SELECT s.pid, s.datname AS database, s.usename AS role,
       coalesce(s.application_name, '') AS application,
       host(s.client_addr) AS address,
       s.backend_type AS kind,
       s.state,
       extract(epoch FROM clock_timestamp() - s.xact_start)::float8 AS transaction_age,
       s.backend_xid IS NOT NULL AS "hasTransactionID",
       coalesce(s.query, '') = '<insufficient privilege>' AS is_hidden
  FROM pg_stat_activity s
 WHERE s.pid <> pg_backend_pid()
   AND NOT (s.usename = current_user AND s.application_name = 'apus preflight')
 ORDER BY s.pid
