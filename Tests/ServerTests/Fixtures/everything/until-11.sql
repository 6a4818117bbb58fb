-- What only PostgreSQL 11 and older can hold: must be refused by name for any newer target.

SET ROLE everything_owner;
CREATE SCHEMA until_11;
CREATE TABLE until_11.with_oids (id int PRIMARY KEY, t text) WITH (oids = true);        -- 12: the oids are lost
CREATE TABLE until_11.old_times (id int PRIMARY KEY, a abstime, r reltime, i tinterval);  -- 12: type does not exist
CREATE VIEW until_11.old_columns AS SELECT adrelid, adsrc FROM pg_attrdef;               -- 12: column does not exist
INSERT INTO until_11.with_oids VALUES (1, 'a'), (2, 'b');
INSERT INTO until_11.old_times VALUES (1, 'infinity', '1 day', '["Jan 1 2000" "Jan 2 2000"]');
RESET ROLE;
