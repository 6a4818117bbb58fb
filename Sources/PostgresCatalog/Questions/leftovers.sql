-- Objects in this database whose names are ours.
SELECT 'schema' AS kind, n.nspname::text AS name FROM pg_namespace n WHERE n.nspname = 'apus'
UNION ALL
SELECT 'publication', p.pubname FROM pg_publication p WHERE p.pubname LIKE 'apus\_%'
UNION ALL
SELECT 'event trigger', e.evtname FROM pg_event_trigger e WHERE e.evtname LIKE 'apus\_%'
 ORDER BY 1, 2
