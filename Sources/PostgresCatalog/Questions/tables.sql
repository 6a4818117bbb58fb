-- Every table that would be moved, with what decides whether its changes can follow. Tables that
-- belong to extensions are left to CREATE EXTENSION.
WITH usable AS (  -- Indexes that could identify a row: unique, whole, at once, on columns never null.
  SELECT i.indrelid, min(x.relname::text) AS name
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
   WHERE i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL
     AND i.indexprs IS NULL AND NOT i.indisprimary
     AND NOT EXISTS (SELECT 1 FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS k(attnum)
                       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                      WHERE NOT a.attnotnull)
   GROUP BY i.indrelid)
SELECT n.nspname AS schema, c.relname AS name,
       c.relkind = 'p' AS is_partitioned,
       c.relispartition AS is_partition,
       c.relpersistence = 'u' AS is_unlogged,
       c.relreplident AS replica_identity,
       EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
                  AND i.indimmediate AND i.indisvalid) AS has_primary_key,
       EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident
                  AND i.indisvalid) AS identity_index_is_usable,
       usable.name AS candidate_index,
       EXISTS (SELECT 1 FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                 JOIN pg_am m ON m.oid = x.relam
                WHERE i.indrelid = c.oid AND m.amname = 'btree' AND i.indisvalid
                  AND i.indpred IS NULL AND i.indkey[0] <> 0) AS has_plain_index,
       c.reltuples::float8 AS rows,
       (c.relpages::int8 + coalesce(t.relpages, 0))
         * current_setting('block_size')::int8 AS bytes,
       coalesce(t.relpages, 0)::int8 * current_setting('block_size')::int8 AS toast_bytes,
       pg_get_userbyid(c.relowner) AS owner,
       pg_has_role(c.relowner, 'USAGE') AS we_own,
       has_table_privilege(c.oid, 'SELECT') AS we_may_read,
       c.relrowsecurity AS has_row_security,
       c.relforcerowsecurity AS forces_row_security,
       CASE WHEN c.relispartition THEN '[]' ELSE
         coalesce((SELECT json_agg(format('%I.%I', pn.nspname, p.relname) ORDER BY h.inhseqno)
                     FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
                     JOIN pg_namespace pn ON pn.oid = p.relnamespace
                    WHERE h.inhrelid = c.oid), '[]') END AS inherits_from,
       held.columns, held.generated_columns, held.virtual_columns,
       coalesce((to_jsonb(c) ->> 'relhasoids')::boolean, false) AS "hasOIDs",
       (SELECT string_agg(l.collname::text, ', ')
          FROM pg_partitioned_table p, unnest(p.partcollation) AS k(oid)
          JOIN pg_collation l ON l.oid = k.oid
         WHERE p.partrelid = c.oid AND p.partstrat = 'r'
           AND l.collname NOT IN ('C', 'POSIX', 'ucs_basic')) AS text_range_collation
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  LEFT JOIN usable ON usable.indrelid = c.oid
  CROSS JOIN LATERAL (  -- What is generated has an expression; asking only those saves the JSON.
    SELECT count(*) AS columns, count(*) FILTER (WHERE a.generated = 's') AS generated_columns,
           count(*) FILTER (WHERE a.generated = 'v') AS virtual_columns
      FROM (SELECT CASE WHEN a.atthasdef THEN to_jsonb(a) ->> 'attgenerated' END AS generated
              FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a) held
 WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
   AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'apus'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1, 2
