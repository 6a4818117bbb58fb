-- What only PostgreSQL 17 and older can hold.

CREATE SCHEMA until_17 AUTHORIZATION everything_owner;
CREATE VIEW until_17.old_column AS SELECT attname, attcacheoff FROM pg_attribute;    -- 18: column does not exist
