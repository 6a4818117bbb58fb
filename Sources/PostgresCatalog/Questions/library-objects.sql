-- What CREATE EXTENSION will not bring: languages and functions that need a library on the server.
SELECT 'language' AS kind, NULL::text AS schema, l.lanname::text AS name,
       l.lanplcallfoid::regproc::text AS detail
  FROM pg_language l
 WHERE l.lanispl AND NOT EXISTS (SELECT 1 FROM pg_depend d
         WHERE d.classid = 'pg_language'::regclass AND d.objid = l.oid AND d.deptype = 'e')
UNION ALL
SELECT 'function', n.nspname, p.proname, p.probin::text
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
 WHERE l.lanname = 'c' AND p.oid >= 16384
   AND NOT EXISTS (SELECT 1 FROM pg_depend d
         WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
 ORDER BY 1, 2, 3
