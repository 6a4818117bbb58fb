SELECT 'tablespace' AS kind, spcname AS name FROM pg_tablespace ORDER BY spcname
