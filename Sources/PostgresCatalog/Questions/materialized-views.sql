SELECT 'materialized view' AS kind, n.nspname AS schema, c.relname AS name,
       CASE WHEN NOT c.relispopulated THEN 'not populated' END AS detail
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'm'
 ORDER BY 2, 3
