-- Collations that columns use, other than C and the database's own, and those made by users.
SELECT DISTINCT n.nspname AS schema, l.collname AS name, l.collprovider AS provider,
       coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale',
                to_jsonb(l) ->> 'collcollate') AS locale,
       coalesce((to_jsonb(l) ->> 'collisdeterministic')::boolean, true) AS is_deterministic,
       l.collversion AS version,
       pg_collation_actual_version(l.oid) AS actual_version,
       n.nspname <> 'pg_catalog' AS is_own
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
 WHERE l.collprovider <> 'd' AND l.collname NOT IN ('C', 'POSIX', 'ucs_basic', 'C.UTF-8')
   AND (n.nspname <> 'pg_catalog'
        -- Of one piece, so that every column is looked at once and not once for each collation.
        OR l.oid IN (SELECT a.attcollation FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                       JOIN pg_namespace cn ON cn.oid = c.relnamespace
                      WHERE a.attnum > 0 AND NOT a.attisdropped
                        AND cn.nspname NOT IN ('pg_catalog', 'information_schema')
                        AND cn.nspname NOT LIKE 'pg\_toast%'))
 ORDER BY 1, 2
