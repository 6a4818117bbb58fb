SELECT 'system' AS kind, n.nspname AS schema, o.name, NULL AS part, o.what AS detail
  FROM (SELECT 'relation' AS what, oid, relname AS name, relnamespace AS space, 'pg_class'::regclass AS catalog
          FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        UNION ALL SELECT 'function', oid, proname, pronamespace, 'pg_proc'::regclass FROM pg_proc) o
  JOIN pg_namespace n ON n.oid = o.space
 WHERE o.oid >= 16384 AND n.nspname IN ('pg_catalog', 'information_schema')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT CASE WHEN c.oid = ANY (e.extconfig) THEN 'configuration' ELSE 'extension' END,
       n.nspname, c.relname, NULL, e.extname
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
  JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE d.deptype = 'e' AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'node tree', n.nspname, c.relname, a.attname, NULL
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE a.atttypid = 'pg_node_tree'::regtype AND c.oid >= 16384 AND c.relkind = 'r' AND NOT a.attisdropped
UNION ALL
SELECT 'no equality', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND a.atttypid IN ('json'::regtype, 'xml'::regtype, 'point'::regtype, 'line'::regtype,
       'lseg'::regtype, 'box'::regtype, 'path'::regtype, 'polygon'::regtype, 'circle'::regtype, 'txid_snapshot'::regtype)
   AND (c.relreplident IN ('f', 'n') OR c.relreplident = 'd' AND NOT EXISTS (SELECT FROM pg_index i
       WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate))
 ORDER BY 1, 2, 3, 4
