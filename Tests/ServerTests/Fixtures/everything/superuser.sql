-- What only a superuser can make, with its rows. Last of all, since its event triggers watch.

SET search_path = pg_catalog;

SELECT current_setting('server_version_num')::int >= 120000 AS at_least_12 \gset

-- A base type with nothing but text input and output: no binary COPY, no binary replication.
CREATE TYPE types.temperature;
CREATE FUNCTION types.temperature_in(cstring) RETURNS types.temperature LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION types.temperature_out(types.temperature) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE types.temperature (INPUT = types.temperature_in, OUTPUT = types.temperature_out,
    LIKE = int4, CATEGORY = 'N', DEFAULT = '20', DELIMITER = ';');
CREATE TYPE types.only_a_shell;
CREATE FUNCTION types.temperature_lt(types.temperature, types.temperature) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF AS 'int4lt';
CREATE FUNCTION types.temperature_eq(types.temperature, types.temperature) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF AS 'int4eq';
CREATE FUNCTION types.temperature_gt(types.temperature, types.temperature) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE FUNCTION types.temperature_le(types.temperature, types.temperature) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION types.temperature_ge(types.temperature, types.temperature) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION types.temperature_cmp(types.temperature, types.temperature) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION types.temperature_hash(types.temperature) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'hashint4';
CREATE FUNCTION types.temperature_hash_extended(types.temperature, bigint) RETURNS bigint LANGUAGE internal IMMUTABLE STRICT AS 'hashint4extended';
CREATE OPERATOR types.< (LEFTARG = types.temperature, RIGHTARG = types.temperature, FUNCTION = types.temperature_lt,
    COMMUTATOR = OPERATOR(types.>), NEGATOR = OPERATOR(types.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR types.<= (LEFTARG = types.temperature, RIGHTARG = types.temperature, FUNCTION = types.temperature_le, COMMUTATOR = OPERATOR(types.>=), NEGATOR = OPERATOR(types.>));
CREATE OPERATOR types.= (LEFTARG = types.temperature, RIGHTARG = types.temperature, FUNCTION = types.temperature_eq,
    COMMUTATOR = OPERATOR(types.=), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR types.>= (LEFTARG = types.temperature, RIGHTARG = types.temperature, FUNCTION = types.temperature_ge, COMMUTATOR = OPERATOR(types.<=), NEGATOR = OPERATOR(types.<));
CREATE OPERATOR types.> (LEFTARG = types.temperature, RIGHTARG = types.temperature, FUNCTION = types.temperature_gt, COMMUTATOR = OPERATOR(types.<), NEGATOR = OPERATOR(types.<=));
CREATE OPERATOR FAMILY types.temperatures USING btree;
CREATE OPERATOR CLASS types.temperature_ops DEFAULT FOR TYPE types.temperature USING btree FAMILY types.temperatures AS
    OPERATOR 1 types.<, OPERATOR 2 types.<=, OPERATOR 3 types.=, OPERATOR 4 types.>=, OPERATOR 5 types.>,
    FUNCTION 1 types.temperature_cmp(types.temperature, types.temperature);
CREATE OPERATOR CLASS types.temperature_hash_ops DEFAULT FOR TYPE types.temperature USING hash AS
    OPERATOR 1 types.=, FUNCTION 1 types.temperature_hash(types.temperature),
    FUNCTION 2 types.temperature_hash_extended(types.temperature, bigint);
-- Operators loose in a family: across two types.
CREATE FUNCTION types.temperature_int_eq(types.temperature, int) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE OPERATOR types.= (LEFTARG = types.temperature, RIGHTARG = int, FUNCTION = types.temperature_int_eq);
ALTER OPERATOR FAMILY types.temperatures USING btree ADD OPERATOR 3 types.= (types.temperature, int);
CREATE CAST (types.temperature AS int) WITHOUT FUNCTION;
CREATE CAST (int AS types.temperature) WITHOUT FUNCTION AS ASSIGNMENT;

-- A key, a partition key and arrays of that type, with a separator that is not the comma.
CREATE TABLE types.temperatures_seen (
    t types.temperature PRIMARY KEY, many types.temperature[], "default" types.temperature DEFAULT '25');
CREATE TABLE types.temperatures_parts (t types.temperature PRIMARY KEY, n int) PARTITION BY LIST (t);
CREATE TABLE types.temperatures_cold PARTITION OF types.temperatures_parts FOR VALUES IN ('0', '-40');
CREATE TABLE types.temperatures_hashed (t types.temperature, n int) PARTITION BY HASH (t);
CREATE TABLE types.temperatures_hashed_0 PARTITION OF types.temperatures_hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO types.temperatures_seen VALUES ('-273', '{1;NULL;-3}', DEFAULT), ('0', '{}', NULL), ('2147483647', NULL, '3');
INSERT INTO types.temperatures_parts VALUES ('0', 1), ('-40', 2);
INSERT INTO types.temperatures_hashed VALUES ('0', 1), ('-40', 2), (NULL, 3);
-- An ordinary column ordered by an operator class of its own.
CREATE FUNCTION code.int_downwards(int, int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS 'SELECT -btint4cmp($1, $2)';
CREATE OPERATOR CLASS code."downwards ops" FOR TYPE int USING btree AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 code.int_downwards(int, int);
CREATE TABLE code.downwards (id int NOT NULL, n int);
CREATE UNIQUE INDEX downwards_id ON code.downwards (id code."downwards ops");
INSERT INTO code.downwards VALUES (1, 1), (2, 2), (-3, NULL);

CREATE AGGREGATE code."Percentile ""of""" (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE code.hypothetical (VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
COMMENT ON AGGREGATE code."Percentile ""of""" (float8 ORDER BY anyelement) IS 'ordered-set aggregate';
CREATE FUNCTION code.sees_settings() RETURNS text LANGUAGE sql SECURITY DEFINER LEAKPROOF
    SET "everything.note" = 'it''s "a" \ note' SET log_min_messages = 'warning' AS 'SELECT current_setting(''everything.note'')';

CREATE TEXT SEARCH TEMPLATE search.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER search.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
    LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH DICTIONARY search.own_template (TEMPLATE = search.template);
CREATE TEXT SEARCH CONFIGURATION search.own_parser (PARSER = search.parser);
ALTER TEXT SEARCH CONFIGURATION search.own_parser ADD MAPPING FOR asciiword WITH search.own_template;
COMMENT ON TEXT SEARCH PARSER search.parser IS 'text search parser';
COMMENT ON TEXT SEARCH TEMPLATE search.template IS 'text search template';

-- With handlers of its own: a dump leaves out handlers that live in pg_catalog, and then the
-- language cannot be made again (unmovable.sql has one of those).
CREATE FUNCTION code.call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION code.inline_handler(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION code.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE everything_language HANDLER code.call_handler INLINE code.inline_handler VALIDATOR code.validator;
COMMENT ON LANGUAGE everything_language IS 'language';
GRANT USAGE ON LANGUAGE everything_language TO everything_writers;
CREATE FUNCTION code.in_own_language() RETURNS int LANGUAGE everything_language AS 'BEGIN RETURN 1; END';

CREATE ACCESS METHOD everything_btree TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD everything_btree IS 'access method';
\if :at_least_12
    CREATE ACCESS METHOD everything_heap TYPE TABLE HANDLER heap_tableam_handler;
    CREATE TABLE code.own_heap (id int PRIMARY KEY, t text) USING everything_heap;
    INSERT INTO code.own_heap VALUES (1, 'one');
\endif

-- Foreign data that nobody can read: a wrapper without a handler needs no library.
CREATE FOREIGN DATA WRAPPER "everything wrapper" OPTIONS ("an Option" 'it''s', "debug" 'true');
CREATE SERVER "everything server" TYPE 'a type' VERSION '1.0' FOREIGN DATA WRAPPER "everything wrapper"
    OPTIONS (host 'nowhere.invalid', "pass word" 'x''y\z');
CREATE USER MAPPING FOR everything_owner SERVER "everything server" OPTIONS (username 'someone', password 'it''s secret');
CREATE USER MAPPING FOR PUBLIC SERVER "everything server";
CREATE FOREIGN TABLE app.foreign_table (
    id int OPTIONS (column_name 'ID') NOT NULL, t text COLLATE "C" DEFAULT 'x', CONSTRAINT positive CHECK (id > 0))
    SERVER "everything server" OPTIONS (table_name 'a "table"');
CREATE FOREIGN TABLE inherit.foreign_child () INHERITS (inherit.coloured) SERVER "everything server";
DROP FOREIGN TABLE inherit.foreign_child;
ALTER FOREIGN TABLE app.foreign_table OWNER TO everything_owner;
GRANT USAGE ON FOREIGN DATA WRAPPER "everything wrapper" TO everything_owner WITH GRANT OPTION;
GRANT USAGE ON FOREIGN SERVER "everything server" TO everything_writers;
GRANT SELECT (id) ON app.foreign_table TO everything_readers;
COMMENT ON FOREIGN DATA WRAPPER "everything wrapper" IS 'foreign-data wrapper';
COMMENT ON SERVER "everything server" IS 'server';
COMMENT ON FOREIGN TABLE app.foreign_table IS 'foreign table';
COMMENT ON COLUMN app.foreign_table.id IS 'column of a foreign table';

COMMENT ON OPERATOR CLASS types.temperature_ops USING btree IS 'operator class';
COMMENT ON OPERATOR FAMILY types.temperatures USING btree IS 'operator family';
COMMENT ON TYPE types.temperature IS 'base type';

-- Publishes inserts only, so that tables without a key can still be updated.
CREATE PUBLICATION everything_inserts FOR ALL TABLES WITH (publish = 'insert');

-- Event triggers. What the first one writes is replicated: where it also fires on the target, its
-- rows collide with those that arrive.
CREATE TABLE code.schema_changes (id bigserial PRIMARY KEY, tag text NOT NULL, what text);
CREATE FUNCTION code.note_schema_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO code.schema_changes (tag, what)
        SELECT c.command_tag, c.object_identity FROM pg_event_trigger_ddl_commands() c WHERE c.schema_name IS DISTINCT FROM 'pg_temp';
END $$;
CREATE FUNCTION code.no_rewrite() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rewriting % is not allowed', pg_event_trigger_table_rewrite_oid()::regclass;
END $$;
CREATE FUNCTION code.no_drop() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_event_trigger_dropped_objects() d WHERE d.original AND d.schema_name = 'app' AND d.object_type = 'table') THEN
        RAISE EXCEPTION 'tables of the application are not dropped';
    END IF;
END $$;
CREATE FUNCTION code.never() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never fires'; END $$;
CREATE EVENT TRIGGER everything_disabled ON ddl_command_start EXECUTE FUNCTION code.never();
ALTER EVENT TRIGGER everything_disabled DISABLE;
CREATE EVENT TRIGGER everything_replica ON ddl_command_start WHEN TAG IN ('DROP AGGREGATE') EXECUTE FUNCTION code.never();
ALTER EVENT TRIGGER everything_replica ENABLE REPLICA;
CREATE EVENT TRIGGER "everything ""no"" drop" ON sql_drop EXECUTE FUNCTION code.no_drop();
ALTER EVENT TRIGGER "everything ""no"" drop" ENABLE ALWAYS;
CREATE EVENT TRIGGER everything_no_rewrite ON table_rewrite EXECUTE FUNCTION code.no_rewrite();
CREATE EVENT TRIGGER everything_log ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'CREATE INDEX', 'CREATE FUNCTION')
    EXECUTE FUNCTION code.note_schema_change();
COMMENT ON EVENT TRIGGER everything_log IS 'event trigger';
-- The two rows that this leaves are part of the data.
CREATE TABLE code.made_under_watch (id int PRIMARY KEY, t text);
CREATE INDEX made_under_watch_t ON code.made_under_watch (t);
INSERT INTO code.made_under_watch VALUES (1, 'x');

RESET search_path;
