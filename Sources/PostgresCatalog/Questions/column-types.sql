-- Columns of types that mean something only on this server or only in this version, also where the
-- type hides in a domain, an array, a range or a composite type.
WITH RECURSIVE special AS (
  SELECT t.oid, t.typname::text AS root,
         CASE WHEN t.typname IN ('abstime', 'reltime', 'tinterval', 'unknown') THEN 'removed'
              WHEN t.typtype = 'c' THEN 'catalog'
              WHEN t.typname = 'oid' THEN 'oid'
              WHEN t.typname LIKE 'reg%' OR t.typname = 'aclitem' THEN 'reference'
              ELSE 'position' END AS reason
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE n.nspname IN ('pg_catalog', 'information_schema')
     AND (t.typtype = 'c'
          OR t.typname IN ('abstime', 'reltime', 'tinterval', 'unknown', 'oid', 'regclass',
                           'regcollation', 'regconfig', 'regdictionary', 'regnamespace',
                           'regoper', 'regoperator', 'regproc', 'regprocedure', 'regrole',
                           'regtype', 'aclitem', 'xid', 'cid', 'tid', 'xid8', 'pg_snapshot',
                           'txid_snapshot', 'pg_lsn'))
), within AS (
  -- Looked for once, because there may be many thousand types.
  SELECT t.typbasetype AS inner_type, t.oid AS outer_type FROM pg_type t WHERE t.typtype = 'd'
  UNION ALL
  SELECT t.typelem, t.oid FROM pg_type t WHERE t.typcategory = 'A'
  UNION ALL
  SELECT r.rngsubtype, r.rngtypid FROM pg_range r
  UNION ALL
  SELECT a.atttypid, c.reltype FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
     AND n.nspname NOT IN ('pg_catalog', 'information_schema')
), spread AS (
  SELECT oid, root, reason FROM special
  UNION
  SELECT within.outer_type, spread.root, spread.reason
    FROM spread JOIN within ON within.inner_type = spread.oid
)
SELECT n.nspname AS schema, c.relname AS "table", a.attname AS "column",
       format_type(a.atttypid, a.atttypmod) AS type, spread.root, spread.reason
  FROM spread
  JOIN pg_attribute a ON a.atttypid = spread.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1, 2, a.attnum
