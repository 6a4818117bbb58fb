-- What PostgreSQL 13 added.

SET ROLE everything_owner;
SET search_path = pg_catalog;

CREATE TABLE types.since_13 (id int PRIMARY KEY, x xid8, s pg_snapshot, c regcollation);
CREATE FUNCTION code.any_compatible(anycompatible, anycompatiblearray) RETURNS anycompatible LANGUAGE sql AS 'SELECT $1';
CREATE INDEX tuned_no_dedup ON storage.tuned (b) WITH (deduplicate_items = off);
ALTER TABLE storage.tuned SET (autovacuum_vacuum_insert_threshold = 500);
ALTER STATISTICS storage.indexed_related SET STATISTICS 400;
CREATE VIEW views.with_ties AS SELECT id FROM app.customers ORDER BY name FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW views.normalised AS SELECT NORMALIZE(name, NFC) AS n, name IS NFD NORMALIZED AS d FROM app.customers;
CREATE FUNCTION code.before_any_partition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.payload := COALESCE(NEW.payload, 'set by a trigger'); RETURN NEW; END $$;
CREATE TRIGGER before_any_partition BEFORE INSERT ON parts.events FOR EACH ROW EXECUTE FUNCTION code.before_any_partition();
-- Was generated, is an ordinary column now.
ALTER TABLE types.was_generated ALTER COLUMN g DROP EXPRESSION;
CREATE PUBLICATION everything_root FOR TABLE parts.events WITH (publish_via_partition_root = true);

INSERT INTO types.since_13 VALUES (1, '18446744073709551615', '10:20:10,14,15', '"C"'), (2, '0', NULL, 'code.posix'), (3, NULL, NULL, NULL);

RESET ROLE;
RESET search_path;
