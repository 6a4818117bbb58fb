-- Relations that were put into a tablespace of their own.
SELECT 'relation' AS kind, n.nspname AS schema, c.relname AS name, t.spcname::text AS detail
  FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE t.spcname <> 'pg_global' AND n.nspname NOT LIKE 'pg\_toast%'
 ORDER BY 2, 3
