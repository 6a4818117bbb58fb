SELECT 'constraint' AS kind, n.nspname AS schema, c.relname AS name, k.conname AS part
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT k.convalidated
 ORDER BY 2, 3, 4
