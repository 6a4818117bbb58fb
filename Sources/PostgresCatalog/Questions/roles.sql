-- Every role, and what we could do to it. Before 16 CREATEROLE reaches every role that is neither
-- superuser nor REPLICATION nor BYPASSRLS; from 16 on it needs ADMIN OPTION on the role.
WITH us AS (SELECT oid, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user)
SELECT r.rolname AS name,
       r.rolsuper AS is_superuser,
       r.rolcanlogin AS can_log_in,
       r.rolcreaterole AS can_create_roles,
       r.rolcreatedb AS can_create_databases,
       r.rolreplication AS can_replicate,
       r.rolbypassrls AS bypasses_row_security,
       r.rolconnlimit AS connection_limit,
       coalesce((SELECT json_agg(g.rolname ORDER BY g.rolname)
                   FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                  WHERE m.member = r.oid), '[]') AS member_of,
       us.rolsuper OR (us.rolcreaterole AND NOT r.rolsuper AND
         CASE WHEN current_setting('server_version_num')::int >= 160000
              THEN pg_has_role(us.oid, r.oid, 'MEMBER WITH ADMIN OPTION')
              ELSE NOT r.rolreplication AND NOT r.rolbypassrls END) AS can_be_fenced,
       us.rolsuper OR (NOT r.rolsuper AND
         (pg_has_role(us.oid, r.oid, 'USAGE')
          OR pg_has_role(us.oid, to_regrole('pg_signal_backend'), 'USAGE'))) AS can_be_terminated
  FROM pg_roles r, us
 ORDER BY r.rolname
