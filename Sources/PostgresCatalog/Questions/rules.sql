-- Rules on tables: replication applies rows, not statements, so only ALWAYS and REPLICA rules fire.
SELECT 'rule' AS kind, n.nspname AS schema, c.relname AS name,
       r.rulename AS part,
       CASE r.ev_enabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' WHEN 'D' THEN 'DISABLED'
                         ELSE 'ORIGIN' END AS detail
  FROM pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
 ORDER BY 2, 3, r.rulename
