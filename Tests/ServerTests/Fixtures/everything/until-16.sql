-- What only PostgreSQL 16 and older can hold.

CREATE SCHEMA until_16 AUTHORIZATION everything_owner;
CREATE VIEW until_16.old_column AS SELECT buffers_backend FROM pg_stat_bgwriter;     -- 17: column does not exist
SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'adminpack') AS has_adminpack \gset
\if :has_adminpack
    CREATE EXTENSION adminpack;                                                       -- 17: extension is not available
\endif
