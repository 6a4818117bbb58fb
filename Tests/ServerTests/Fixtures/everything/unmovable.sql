-- What logical replication cannot move, one case at a time:
--
--     psql -v case=<name> -v step=before -f unmovable.sql     before the migration begins
--     psql -v case=<name> -v step=during -f unmovable.sql     while it runs
--
-- By a superuser, into a database loaded by load.sql. "Expected" says what a mover must do: refuse
-- (preflight names the object), report (it moves, without this), or handle (it must arrive). Without
-- case nothing happens. Where "during" is said to fail, that is what the application would see.

SET search_path = pg_catalog;
SELECT current_setting('server_version_num')::int >= 120000 AS at_least_12,
    current_setting('server_version_num')::int < 160000 AS below_16 \gset
\if :{?case}
\else
    \set case none
\endif
\if :{?step}
\else
    \set step before
\endif
SELECT :'case' AS chosen, :'step' = 'before' AS before, :'step' = 'during' AS during \gset

-- keyless_update. Expected: refuse, naming keys.without_key and the two ways out (a key, REPLICA
-- IDENTITY FULL). Once published, the application's own statement fails: "cannot update table
-- "without_key" because it does not have a replica identity and publishes updates".
SELECT :'chosen' = 'keyless_update' AND :'during' AS run \gset
\if :run
    UPDATE keys.without_key SET b = 'changed' WHERE a = 1;
    DELETE FROM keys.without_key WHERE a = 2;
\endif

-- identity_nothing_update. Expected: as above, naming keys.identity_nothing. It has a key, so
-- REPLICA IDENTITY DEFAULT mends it.
SELECT :'chosen' = 'identity_nothing_update' AND :'during' AS run \gset
\if :run
    UPDATE keys.identity_nothing SET t = 'changed' WHERE id = 1;
\endif

-- deferrable_key_update. Expected: as above, naming keys.deferrable_key. It has a primary key, but
-- a deferrable one identifies no row; a search for tables without primary key does not find it.
SELECT :'chosen' = 'deferrable_key_update' AND :'during' AS run \gset
\if :run
    UPDATE keys.deferrable_key SET t = 'changed' WHERE id = 1;
\endif

-- full_without_equality. Expected: refuse, naming table and column: the source publishes updates of
-- a table with REPLICA IDENTITY FULL, but the target finds its rows by comparing every column, and
-- json, xml and point have no equality: "could not identify an equality operator for type json".
SELECT :'chosen' = 'full_without_equality' AND :'before' AS run, :'chosen' = 'full_without_equality' AND :'during' AS then \gset
\if :run
    CREATE TABLE keys.full_without_equality (j json, p point, n int);
    ALTER TABLE keys.full_without_equality REPLICA IDENTITY FULL;
    INSERT INTO keys.full_without_equality VALUES ('{"a": 1}', '(1,2)', 1), ('{"a":1}', '(1,2)', 2);
\endif
\if :then
    UPDATE keys.full_without_equality SET n = n + 10 WHERE n = 1;
\endif

-- generated_identity. Expected: on a source of 18, refuse, naming types.generated_full (a generated
-- column is part of the identity and is not published); before 18 the row moves.
SELECT :'chosen' = 'generated_identity' AND :'during' AND :'at_least_12' AS run \gset
\if :run
    UPDATE types.generated_full SET b = 'changed' WHERE a = 1;
\endif

-- large_object_change. Expected: report large objects before, and name what changed: one written,
-- one new, one gone. Logical decoding says nothing about any of them.
SELECT :'chosen' = 'large_object_change' AND :'during' AS run \gset
\if :run
    SELECT lo_put(990001, 3, '\xdeadbeef'), lo_from_bytea(990009, 'new'), lo_unlink(990002);
\endif

-- prepared_transaction. Expected: refuse or wait, naming "everything prepared": it is open when the
-- slot is made, and holds that up; committed later it must arrive.
SELECT :'chosen' = 'prepared_transaction' AND :'before' AND current_setting('max_prepared_transactions')::int > 0 AS run,
    EXISTS (SELECT 1 FROM pg_prepared_xacts WHERE gid = 'everything prepared') AND :'chosen' = 'prepared_transaction' AND :'during' AS then \gset
\if :run
    BEGIN;
    INSERT INTO app.audit (event, of_table, detail) VALUES ('prepared', 'none', 'x');
    PREPARE TRANSACTION 'everything prepared';
\endif
\if :then
    COMMIT PREPARED 'everything prepared';
\endif

-- unlogged_rows. Expected: report storage.unlogged by name: its rows are copied at most once, and
-- changes to it are never decoded.
SELECT :'chosen' = 'unlogged_rows' AND :'during' AS run \gset
\if :run
    UPDATE storage.unlogged SET t = 'changed';
\endif

-- foreign_partition. Expected: the foreign table is skipped and reported; its siblings move. Reading
-- the parent fails ("foreign-data wrapper ... has no handler"), so it must not be read as a whole.
SELECT :'chosen' = 'foreign_partition' AND :'before' AS run \gset
\if :run
    CREATE TABLE parts.with_foreign (id int, t text) PARTITION BY LIST (id);
    CREATE TABLE parts.with_foreign_here PARTITION OF parts.with_foreign FOR VALUES IN (1);
    CREATE FOREIGN TABLE parts.with_foreign_there PARTITION OF parts.with_foreign FOR VALUES IN (2) SERVER "everything server";
    INSERT INTO parts.with_foreign VALUES (1, 'here');
\endif

-- extension_missing. Expected: refuse, naming the extension, before anything is restored. adminpack
-- ends with 16, so a target of 17 or newer has none.
SELECT :'chosen' = 'extension_missing' AND :'before' AND EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'adminpack') AS run \gset
\if :run
    CREATE EXTENSION IF NOT EXISTS adminpack;
\endif

-- library_missing. Expected: refuse, naming the function and the library: no extension owns it, so
-- only CREATE FUNCTION on the target finds out (sources to 16 with contrib).
SELECT :'chosen' = 'library_missing' AND :'before' AND EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'adminpack') AS run \gset
\if :run
    CREATE FUNCTION code.from_library(text) RETURNS boolean LANGUAGE c STRICT AS '$libdir/adminpack', 'pg_file_unlink';
\endif

-- extension_table. Expected: refuse or report: a table that was added to an extension is in no dump,
-- neither its definition nor its rows, but a publication of all tables has it and apply stops.
SELECT :'chosen' = 'extension_table' AND :'before' AS run, :'chosen' = 'extension_table' AND :'during' AS then \gset
\if :run
    CREATE TABLE public.of_extension (id int PRIMARY KEY);
    ALTER EXTENSION plpgsql ADD TABLE public.of_extension;
    INSERT INTO public.of_extension VALUES (1);
\endif
\if :then
    INSERT INTO public.of_extension SELECT max(id) + 1 FROM public.of_extension;
\endif

-- language_of_catalog. Expected: refuse, naming the language and its function: its handler lives in
-- pg_catalog, so the dump says CREATE LANGUAGE without handler, which then is not found.
SELECT :'chosen' = 'language_of_catalog' AND :'before' AS run \gset
\if :run
    CREATE TRUSTED LANGUAGE everything_catalog_language HANDLER plpgsql_call_handler;
    CREATE FUNCTION code.in_catalog_language() RETURNS int LANGUAGE everything_catalog_language AS 'BEGIN RETURN 1; END';
\endif

-- in_pg_catalog. Expected: refuse or report: no dump has what was made in pg_catalog, and
-- code.uses_mine fails when it is called or restored.
SELECT :'chosen' = 'in_pg_catalog' AND :'before' AS run \gset
\if :run
    CREATE FUNCTION pg_catalog.everything_mine(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
    CREATE TABLE code.uses_mine (id int DEFAULT everything_mine(1) PRIMARY KEY);
\endif

-- in_information_schema. Expected: refuse, naming the table: in no dump, yet published.
SELECT :'chosen' = 'in_information_schema' AND :'before' AS run, :'chosen' = 'in_information_schema' AND :'during' AS then \gset
\if :run
    CREATE TABLE information_schema.everything_mine (id int PRIMARY KEY);
    INSERT INTO information_schema.everything_mine VALUES (1);
\endif
\if :then
    INSERT INTO information_schema.everything_mine SELECT max(id) + 1 FROM information_schema.everything_mine;
\endif

-- pg_node_tree. Expected: refuse, naming the column: "cannot accept a value of type pg_node_tree".
SELECT :'chosen' = 'pg_node_tree' AND :'before' AS run \gset
\if :run
    CREATE TABLE types.node_trees AS SELECT oid::int AS id, adbin FROM pg_attrdef ORDER BY oid LIMIT 1;
    ALTER TABLE types.node_trees ADD PRIMARY KEY (id);
\endif

-- char_high_byte. Expected: handle with binary COPY, or refuse: a source before 16 writes this value
-- as the raw byte 0xff, which is no UTF-8.
SELECT :'chosen' = 'char_high_byte' AND :'before' AS run, :'chosen' = 'char_high_byte' AND :'during' AS then \gset
\if :run
    CREATE TABLE types.high_byte (id int PRIMARY KEY, c "char");
    INSERT INTO types.high_byte VALUES (1, (-1)::"char");
\endif
\if :then
    UPDATE types.high_byte SET c = (-2)::"char";
\endif

-- huge_value. Expected: refuse or name the row: 540 MB of bytea are more than 1 GB as text, so neither
-- COPY in text nor decoding in text can send it. Takes some gigabytes of memory.
SELECT :'chosen' = 'huge_value' AND :'before' AS run, :'chosen' = 'huge_value' AND :'during' AS then \gset
\if :run
    CREATE TABLE storage.huge (id int PRIMARY KEY, b bytea);
    ALTER TABLE storage.huge ALTER COLUMN b SET STORAGE EXTERNAL;
    INSERT INTO storage.huge SELECT 1, convert_to(repeat('x', 540 * 1024 * 1024), 'UTF8');
\endif
\if :then
    INSERT INTO storage.huge SELECT 2, b FROM storage.huge WHERE id = 1;
\endif

-- check_no_longer_true. Expected: name table and constraint: a row breaks a check that is marked as
-- valid (the function it calls was changed), so the copy into a table with that check fails.
SELECT :'chosen' = 'check_no_longer_true' AND :'before' AS run \gset
\if :run
    CREATE FUNCTION code.is_small(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < 1000';
    CREATE TABLE keys.broken_check (id int PRIMARY KEY CONSTRAINT small CHECK (code.is_small(id)));
    INSERT INTO keys.broken_check VALUES (1), (999);
    CREATE OR REPLACE FUNCTION code.is_small(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < 100';
\endif

-- generated_no_longer_true. Expected: verify finds row 1 different: the target computes the column
-- anew, and the function it calls was changed.
SELECT :'chosen' = 'generated_no_longer_true' AND :'before' AND :'at_least_12' AS run \gset
\if :run
    CREATE FUNCTION code.doubled(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
    CREATE TABLE types.stale_generated (id int PRIMARY KEY, g int GENERATED ALWAYS AS (code.doubled(id)) STORED);
    INSERT INTO types.stale_generated VALUES (1);
    CREATE OR REPLACE FUNCTION code.doubled(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 3';
    INSERT INTO types.stale_generated VALUES (2);
\endif

-- foreign_key_broken. Expected: name the constraint: a row that was written with triggers off breaks
-- a foreign key that is marked as valid, so that key cannot be added on the target.
SELECT :'chosen' = 'foreign_key_broken' AND :'before' AS run \gset
\if :run
    CREATE TABLE keys.broken_parent (id int PRIMARY KEY);
    CREATE TABLE keys.broken_child (id int PRIMARY KEY, parent int CONSTRAINT broken REFERENCES keys.broken_parent);
    SET session_replication_role = replica;
    INSERT INTO keys.broken_child VALUES (1, 404);
    RESET session_replication_role;
\endif

-- unqualified_function. Expected: name index and view: they call a function that finds its table
-- through the search path, which a restore empties (and 17 does so for every maintenance command).
SELECT :'chosen' = 'unqualified_function' AND :'before' AS run \gset
\if :run
    SET search_path = app, pg_catalog;
    CREATE FUNCTION code.unqualified(int) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 + (SELECT 0 * count(*) FROM customers); END';
    CREATE TABLE code.unqualified_index (id int PRIMARY KEY);
    INSERT INTO code.unqualified_index VALUES (1);
    -- 17 refuses the index already here, where the application must have made it otherwise.
    \set stop :ON_ERROR_STOP
    \set ON_ERROR_STOP off
    CREATE INDEX unqualified_call ON code.unqualified_index (code.unqualified(id));
    CREATE MATERIALIZED VIEW views.unqualified AS SELECT code.unqualified(1) AS n;
    \set ON_ERROR_STOP :stop
    SET search_path = pg_catalog;
\endif

-- tablespace. Expected: refuse or report, naming the tablespace and the table. Takes
-- -v directory=<an empty directory of the server's user>.
SELECT :'chosen' = 'tablespace' AND :'before' AS run \gset
\if :run
    CREATE TABLESPACE "everything space" LOCATION :'directory';
    CREATE TABLE storage.elsewhere (id int PRIMARY KEY, t text) TABLESPACE "everything space";
    INSERT INTO storage.elsewhere VALUES (1, 'x');
\endif

-- own_slot. Expected: report: somebody else reads changes of this database, and will have to begin
-- anew on the target. It also retains WAL.
SELECT :'chosen' = 'own_slot' AND :'before' AS run \gset
\if :run
    SELECT pg_create_logical_replication_slot('everything_own', 'pgoutput');
\endif

-- Changes of schema while the migration runs. Expected of each: the migration stops and shows the
-- difference, or follows; never a row lost in silence.
-- new_table: published at once by FOR ALL TABLES, unknown to the target.
SELECT :'chosen' = 'new_table' AND :'during' AS run \gset
\if :run
    CREATE TABLE app.new_table (id int PRIMARY KEY, t text);
    INSERT INTO app.new_table VALUES (1, 'new');
\endif
-- new_partition: attached, and rows that were in the default partition so far cannot be.
SELECT :'chosen' = 'new_partition' AND :'during' AS run \gset
\if :run
    CREATE TABLE parts.events_africa PARTITION OF parts.events FOR VALUES IN ('africa');
    INSERT INTO parts.events (id, region, at) VALUES (900001, 'africa', '2024-01-01');
\endif
-- add_column: apply stops at the next row of the table.
SELECT :'chosen' = 'add_column' AND :'during' AS run \gset
\if :run
    ALTER TABLE keys.text_key ADD COLUMN added int DEFAULT 5;
    UPDATE keys.text_key SET added = 6 WHERE id = '';
\endif
-- drop_column: apply goes on, and leaves NULL in the column that only the target still has.
SELECT :'chosen' = 'drop_column' AND :'during' AS run \gset
\if :run
    ALTER TABLE keys.identity_index_not_key DROP COLUMN t;
    INSERT INTO keys.identity_index_not_key (id, other) VALUES (777, 'after the drop');
\endif
-- enum_value: apply stops at the first row with the new value.
SELECT :'chosen' = 'enum_value' AND :'during' AS run \gset
\if :run
    ALTER TYPE types.mood ADD VALUE 'brand new' BEFORE 'sad';
    UPDATE app.customers SET mood = 'brand new' WHERE id = 1;
\endif
-- rewrite: every value changes, and not one row of it is decoded.
SELECT :'chosen' = 'rewrite' AND :'during' AS run \gset
\if :run
    ALTER EVENT TRIGGER everything_no_rewrite DISABLE;
    ALTER TABLE keys.domain_key ALTER COLUMN t TYPE varchar USING upper(t);
    ALTER EVENT TRIGGER everything_no_rewrite ENABLE;
\endif

-- apply_trigger. Expected: handle: on the target triggers marked ALWAYS or REPLICA stay off until the
-- switchover. This one stops apply where it fires.
SELECT :'chosen' = 'apply_trigger' AND :'before' AS run, :'chosen' = 'apply_trigger' AND :'during' AS then \gset
\if :run
    CREATE TABLE code.refuses_apply (id int PRIMARY KEY);
    CREATE FUNCTION code.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by a trigger'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON code.refuses_apply FOR EACH ROW EXECUTE FUNCTION code.refuse();
    ALTER TABLE code.refuses_apply ENABLE REPLICA TRIGGER refuse;
\endif
\if :then
    INSERT INTO code.refuses_apply SELECT COALESCE(max(id), 0) + 1 FROM code.refuses_apply;
\endif

RESET search_path;
