-- Subscriptions of every database, without their connection strings.
SELECT s.subname AS name, d.datname AS database, s.subenabled AS is_enabled, s.subslotname AS slot
  FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
 ORDER BY 1
