-- What may we do in this database?
SELECT has_database_privilege(current_database(), 'CREATE') AS may_create,
       coalesce((SELECT json_agg(n.nspname ORDER BY n.nspname) FROM pg_namespace n
                  WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
                    AND NOT has_schema_privilege(n.oid, 'USAGE')
                    AND EXISTS (SELECT 1 FROM pg_class c
                                 WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'S'))),
                '[]') AS closed_schemas
