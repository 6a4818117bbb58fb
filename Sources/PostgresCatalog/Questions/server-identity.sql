-- Which server is this, and how did we reach it?
SELECT current_setting('server_version_num')::int AS version_number,
       pg_is_in_recovery() AS is_in_recovery,
       extract(epoch FROM pg_postmaster_start_time())::float8 AS started_at,
       extract(epoch FROM clock_timestamp())::float8 AS clock,
       host(inet_server_addr()) AS address,
       inet_server_port() AS port,
       host(inet_client_addr()) AS our_address,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS "usesTLS",
       (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS "tlsVersion"
