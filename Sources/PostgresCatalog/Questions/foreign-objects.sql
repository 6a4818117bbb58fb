-- What leads to other servers. The rows of a foreign table stay where they are.
SELECT 'foreign server' AS kind, NULL AS schema, s.srvname AS name, w.fdwname::text AS detail
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
UNION ALL
SELECT 'foreign table', n.nspname, c.relname, s.srvname
  FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_foreign_server s ON s.oid = f.ftserver
UNION ALL
SELECT 'user mapping', NULL, u.srvname, u.usename FROM pg_user_mappings u
 ORDER BY 1, 2, 3
