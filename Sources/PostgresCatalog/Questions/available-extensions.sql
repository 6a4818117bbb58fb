-- What CREATE EXTENSION would find. `trusted` came with 13.
SELECT v.name, v.version, v.version = e.default_version AS is_default,
       v.superuser AS needs_superuser,
       coalesce((to_jsonb(v) ->> 'trusted')::boolean, false) AS is_trusted
  FROM pg_available_extension_versions v JOIN pg_available_extensions e ON e.name = v.name
 ORDER BY 1, 2
