-- Every database. Columns that came with 15 and 17 are read through JSON, which has no errors for
-- what is not there.
SELECT d.datname AS name,
       pg_get_userbyid(d.datdba) AS owner,
       pg_encoding_to_char(d.encoding) AS encoding,
       d.datcollate AS collate,
       d.datctype AS character_type,
       coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') AS provider,
       coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
       d.datallowconn AS allows_connections,
       d.datistemplate AS is_template,
       d.datconnlimit AS connection_limit,
       t.spcname AS tablespace,
       to_jsonb(d) ->> 'datcollversion' AS collation_version,
       CASE WHEN has_database_privilege(d.oid, 'CONNECT')
                 OR pg_has_role(to_regrole('pg_read_all_stats'), 'USAGE')
            THEN pg_database_size(d.oid) END AS bytes,
       has_database_privilege(d.oid, 'CONNECT') AS we_may_connect,
       coalesce((SELECT json_agg(r.rolname ORDER BY r.rolname) FROM pg_roles r
                  WHERE r.rolcanlogin AND has_database_privilege(r.oid, d.oid, 'CONNECT')),
                '[]') AS open_to,
       has_database_privilege('public', d.oid, 'CONNECT') AS is_open_to_all
  FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
 ORDER BY d.datname
