-- Sequences with how far they are. One that was never used has no last value.
SELECT n.nspname AS schema, c.relname AS name,
       s.seqmin AS minimum, s.seqmax AS maximum, s.seqincrement AS increment,
       s.seqcycle AS cycles,
       has_sequence_privilege(c.oid, 'SELECT') AS we_may_read,
       CASE WHEN has_sequence_privilege(c.oid, 'USAGE, SELECT')
            THEN pg_sequence_last_value(c.oid) END AS last_value
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relpersistence <> 't' AND n.nspname <> 'apus'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1, 2
