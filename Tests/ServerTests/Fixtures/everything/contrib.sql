-- Needs the extensions of PostgreSQL's own contrib. By a superuser.

CREATE SCHEMA "Extension Schema";
CREATE EXTENSION hstore SCHEMA "Extension Schema" VERSION '1.4';  -- Newer versions exist: moved as the target's default.
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION ltree SCHEMA public;
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION btree_gist SCHEMA public;
CREATE EXTENSION cube SCHEMA public;
CREATE EXTENSION isn SCHEMA public;
CREATE EXTENSION intarray SCHEMA public;
CREATE EXTENSION bloom SCHEMA public;
CREATE EXTENSION "uuid-ossp" SCHEMA public;
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE EXTENSION file_fdw SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
COMMENT ON EXTENSION hstore IS 'a comment of our own';
-- A privilege on a member of an extension: the dump has it.
REVOKE EXECUTE ON FUNCTION public.unaccent(text) FROM PUBLIC;

CREATE SCHEMA contrib AUTHORIZATION everything_owner;
CREATE TABLE contrib.things (
    id int PRIMARY KEY, h "Extension Schema".hstore, c public.citext, l public.ltree, q public.lquery, cu public.cube, i public.isbn, a int[], u uuid DEFAULT public.uuid_generate_v4());
CREATE UNIQUE INDEX things_citext ON contrib.things (c);
CREATE INDEX things_hstore ON contrib.things USING gin (h);
CREATE INDEX things_trigrams ON contrib.things USING gin ((c::text) public.gin_trgm_ops);
CREATE INDEX things_ltree ON contrib.things USING gist (l);
CREATE INDEX things_bloom ON contrib.things USING bloom (id, (c::text)) WITH (length = 80, col1 = 2);
CREATE INDEX things_intarray ON contrib.things USING gist (a public.gist__int_ops);
CREATE TABLE contrib.rooms (room int, during tsrange, PRIMARY KEY (room, during), EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE contrib.citext_key (id public.citext PRIMARY KEY, t text);
CREATE TABLE contrib.citext_full (c public.citext, h "Extension Schema".hstore);
ALTER TABLE contrib.citext_full REPLICA IDENTITY FULL;
INSERT INTO contrib.things VALUES
    (1, 'a=>1, "b c"=>NULL, "q\"uote"=>"x\\y"', 'CaSe', 'top.middle.leaf', '*.a|b{1,2}', '(1,2),(3,4)', '978-0-393-04002-9', '{1,2}', '00000000-0000-0000-0000-000000000001'),
    (2, '', '', '', NULL, NULL, NULL, '{}', '00000000-0000-0000-0000-000000000002'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO contrib.rooms VALUES (1, '[2024-01-01,2024-01-02)'), (2, '[2024-01-01,2024-01-02)');
INSERT INTO contrib.citext_key VALUES ('A', 'x'), ('b', 'y');
INSERT INTO contrib.citext_full VALUES ('A', 'a=>1'), ('a', 'a=>1');
CREATE TEXT SEARCH CONFIGURATION contrib.unaccented (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION contrib.unaccented ALTER MAPPING FOR word WITH public.unaccent, pg_catalog.simple;

CREATE SERVER "a far server" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid', dbname 'other', updatable 'false');
CREATE USER MAPPING FOR everything_owner SERVER "a far server" OPTIONS (user 'someone', password 'it''s secret');
CREATE USER MAPPING FOR PUBLIC SERVER "a far server" OPTIONS (user 'anybody');
CREATE FOREIGN TABLE contrib.far (id int OPTIONS (column_name 'other id'), t text) SERVER "a far server" OPTIONS (schema_name 's', table_name 't');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE contrib.passwd (line text) SERVER files OPTIONS (filename '/etc/hostname', format 'text');
-- A materialized view of foreign data can only be refreshed where the foreign data is.
CREATE MATERIALIZED VIEW contrib.of_file AS SELECT count(*) >= 0 AS there FROM contrib.passwd;
