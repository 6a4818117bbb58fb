SELECT 'event trigger' AS kind, e.evtname AS name,
       format('on %s, calls %s', e.evtevent, e.evtfoid::regproc) AS detail
  FROM pg_event_trigger e
 WHERE e.evtname NOT LIKE 'apus\_%'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass
                      AND d.objid = e.oid AND d.deptype = 'e')
 ORDER BY 1
