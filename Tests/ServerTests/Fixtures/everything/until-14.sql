-- What only PostgreSQL 14 and older can hold.

SET ROLE everything_owner;
CREATE SCHEMA until_14;
CREATE VIEW until_14.old_column AS SELECT datname, datlastsysoid FROM pg_database;  -- 15: column does not exist
RESET ROLE;
-- The schema that everybody may create in: 15 and newer no longer grant that by themselves.
GRANT CREATE ON SCHEMA public TO PUBLIC;
