SELECT 'index' AS kind, n.nspname AS schema, x.relname AS name, i.indrelid::regclass::text AS detail
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = x.relnamespace
 WHERE NOT i.indisvalid AND n.nspname NOT LIKE 'pg\_toast%'
   AND x.relkind <> 'I'
 ORDER BY 2, 3
