SELECT 'publication' AS kind, p.pubname AS name,
       CASE WHEN p.puballtables THEN 'for all tables' END AS detail
  FROM pg_publication p
 WHERE p.pubname NOT LIKE 'apus\_%'
 ORDER BY 2
