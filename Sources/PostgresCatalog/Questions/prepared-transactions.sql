-- Transactions that wait for COMMIT PREPARED.
SELECT 'prepared transaction' AS kind, gid AS name,
       format('in database %s, by %s, since %s', database, owner,
              to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')) AS detail
  FROM pg_prepared_xacts
 ORDER BY prepared
