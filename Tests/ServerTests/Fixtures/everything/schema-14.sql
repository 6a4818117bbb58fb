-- What PostgreSQL 14 added.

SET ROLE everything_owner;
SET search_path = pg_catalog;

CREATE TYPE types.named_range AS RANGE (subtype = float8, multirange_type_name = types."Named Multirange");
CREATE TABLE types.multiranges (
    id int PRIMARY KEY, i4 int4multirange, i8 int8multirange, n nummultirange, ts tsmultirange, tstz tstzmultirange,
    d datemultirange, m types."Named Multirange", tx types.text_multirange, many int4multirange[]);
CREATE TABLE keys.multirange_key (id datemultirange PRIMARY KEY, t text);
CREATE TABLE types.numeric_infinity (id int PRIMARY KEY, n numeric, nn numeric[]);
GRANT USAGE ON TYPE types.named_range TO PUBLIC;

CREATE STATISTICS storage.indexed_expressions ON (a + 1), (lower(b)), c FROM storage.indexed;
CREATE STATISTICS storage.indexed_one ON ((a % 7)) FROM storage.indexed;
ALTER TABLE storage.toasted ALTER COLUMN plain_toast SET COMPRESSION pglz;
CREATE INDEX indexed_brin_minmax ON storage.indexed USING brin (a int4_minmax_multi_ops (values_per_range = 16), b text_bloom_ops (n_distinct_per_range = 100));
CREATE INDEX indexed_spgist_include ON storage.indexed USING spgist (p) INCLUDE (a);
CREATE INDEX indexed_gist_siglen ON storage.indexed USING gist (tv tsvector_ops (siglen = 100));

-- Bodies that are parsed when they are made, and so depend on what they name.
CREATE FUNCTION code.standard_body(a int DEFAULT 1) RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT count(*) + a FROM app.customers c WHERE c.mood = 'it''s "odd" \ 100%';
    END;
CREATE FUNCTION code.returns_expression(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a * b;
CREATE PROCEDURE code.standard_procedure(a text, OUT n bigint) LANGUAGE sql
    BEGIN ATOMIC
        INSERT INTO app.audit (event, of_table, detail) VALUES ('procedure', 'none', a);
        SELECT 1::bigint;
    END;
CREATE FUNCTION code.any_multirange(anymultirange) RETURNS anyrange LANGUAGE sql AS 'SELECT range_merge($1)';
CREATE VIEW views.searched AS
    WITH RECURSIVE t (id, up) AS (
        SELECT id, up FROM keys.tree WHERE up IS NULL UNION ALL SELECT k.id, k.up FROM keys.tree k JOIN t ON k.up = t.id)
        SEARCH DEPTH FIRST BY id SET ordered CYCLE id SET looped TO true DEFAULT false USING path
    SELECT id, looped FROM t ORDER BY ordered;
CREATE VIEW views.grouped AS SELECT c.mood, count(*) FROM app.customers c GROUP BY DISTINCT ROLLUP (c.mood), CUBE (c.mood);
CREATE VIEW views.join_alias AS SELECT j.id FROM (app.customers c JOIN secured.forced f USING (id) AS j);
CREATE FUNCTION code.subscribed(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN $1['a'] := '1'; RETURN $1; END $$;

INSERT INTO types.multiranges VALUES
    (1, '{[1,3),[5,8)}', '{}', '{[1.5,2.5],(3,)}', '{[2020-01-01,2020-02-01)}', '{[2020-01-01 00:00+00,)}', '{(,)}',
     '{[0.5,1.5),[2,Infinity]}', '{[a,b),["c d","e,f"]}', ARRAY['{[1,2)}', NULL, '{}']::int4multirange[]),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO keys.multirange_key VALUES ('{[2020-01-01,2020-02-01),[2021-01-01,)}', 'x'), ('{}', 'empty');
INSERT INTO types.numeric_infinity VALUES (1, 'Infinity', '{-Infinity,NaN,1}'), (2, '-Infinity', NULL), (3, 'NaN', '{}');

RESET ROLE;
RESET search_path;

SELECT EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) AS has_lz4 \gset
\if :has_lz4
    ALTER TABLE storage.toasted ALTER COLUMN doc SET COMPRESSION lz4;
\endif
