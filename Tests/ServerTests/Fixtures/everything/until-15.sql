-- What only PostgreSQL 15 and older can hold.

CREATE SCHEMA until_15 AUTHORIZATION everything_owner;
CREATE FUNCTION until_15.sets() RETURNS int LANGUAGE sql SET force_parallel_mode = off AS 'SELECT 1';  -- 16: no such setting
ALTER DATABASE :"DBNAME" SET force_parallel_mode = off;
