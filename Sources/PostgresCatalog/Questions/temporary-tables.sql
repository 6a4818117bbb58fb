-- Temporary tables of sessions that are open now.
SELECT 'temporary table' AS kind, n.nspname AS schema, c.relname AS name,
       pg_get_userbyid(c.relowner) AS detail
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relpersistence = 't' AND c.relkind IN ('r', 'p')
 ORDER BY 2, 3
