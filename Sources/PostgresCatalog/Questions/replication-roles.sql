-- Roles that a standby may come in as, and everybody: who of them could write in this database, by a
-- privilege or through a function that runs as its owner?
SELECT r.name,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'f', 'S') AND n.nspname <> 'information_schema'
                  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'apus'
                  AND CASE c.relkind
                      WHEN 'S' THEN has_sequence_privilege(r.name, c.oid, 'USAGE, UPDATE')
                      ELSE has_any_column_privilege(r.name, c.oid, 'INSERT, UPDATE')
                           OR has_table_privilege(r.name, c.oid, 'DELETE, TRUNCATE') END)
       OR EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                   WHERE p.prosecdef AND n.nspname <> 'information_schema'
                     AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'apus'
                     AND has_function_privilege(r.name, p.oid, 'EXECUTE')) AS may_write
  FROM (SELECT rolname::text FROM pg_roles WHERE rolreplication AND NOT rolsuper
        UNION ALL SELECT 'public') AS r(name)
