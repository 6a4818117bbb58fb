-- Triggers that fire although replication applies the rows.
SELECT 'trigger' AS kind, n.nspname AS schema, c.relname AS name,
       t.tgname AS part,
       CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE 'REPLICA' END AS detail
  FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND n.nspname <> 'apus'
   AND t.tgname NOT LIKE 'apus\_%'
 ORDER BY 2, 3, t.tgname
