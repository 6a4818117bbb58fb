-- Settings that are attached to roles and databases.
SELECT r.rolname AS role, d.datname AS database,
       split_part(line, '=', 1) AS name, substr(line, strpos(line, '=') + 1) AS value
  FROM pg_db_role_setting s
  LEFT JOIN pg_roles r ON r.oid = s.setrole
  LEFT JOIN pg_database d ON d.oid = s.setdatabase,
       unnest(s.setconfig) AS line
 ORDER BY 1, 2, 3
