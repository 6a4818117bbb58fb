-- In which form does each login role's password lie there? The hash itself stays where it is.
SELECT rolname AS role,
       CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram'
            WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'none' END AS kind
  FROM pg_authid
 WHERE rolcanlogin
 ORDER BY rolname
