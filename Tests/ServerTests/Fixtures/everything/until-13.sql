-- What only PostgreSQL 13 and older can hold.

SET ROLE everything_owner;
CREATE SCHEMA until_13;
CREATE FUNCTION until_13.half(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 / 2';
CREATE OPERATOR until_13.!!! (LEFTARG = numeric, PROCEDURE = until_13.half);       -- 14: no postfix operators
CREATE VIEW until_13.factorial AS SELECT (5::bigint !) AS f;                        -- 14: operator does not exist
CREATE AGGREGATE until_13.collect(anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}');  -- 14: function does not exist
CREATE TABLE until_13.indexed (id int PRIMARY KEY, b box, p polygon);
CREATE VIEW until_13.contained AS SELECT id FROM until_13.indexed WHERE p @ p;     -- 14: operator does not exist
RESET ROLE;
