-- What may the role of this session do?
SELECT r.rolname AS name,
       r.rolsuper AS is_superuser,
       r.rolcreaterole AS can_create_roles,
       r.rolcreatedb AS can_create_databases,
       r.rolreplication
         OR coalesce(pg_has_role(r.oid, to_regrole('rds_replication'), 'USAGE'), false)
         AS can_replicate,
       r.rolbypassrls AS bypasses_row_security,
       nullif(r.rolconnlimit, -1) AS connection_limit,
       coalesce((SELECT json_agg(p.rolname ORDER BY p.rolname) FROM pg_roles p
                  WHERE (p.rolname LIKE 'pg\_%' OR p.rolname IN ('rds_superuser', 'cloudsqlsuperuser'))
                    AND pg_has_role(r.oid, p.oid, 'USAGE')), '[]') AS has
  FROM pg_roles r
 WHERE r.rolname = current_user
