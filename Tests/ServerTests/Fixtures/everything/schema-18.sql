-- What PostgreSQL 18 added.

SET ROLE everything_owner;
SET search_path = pg_catalog;

CREATE TABLE types.virtual (
    id int PRIMARY KEY, a int, v int GENERATED ALWAYS AS (a * 2) VIRTUAL, w text GENERATED ALWAYS AS ('it''s ' || a), s int GENERATED ALWAYS AS (a + 1) STORED,
    CONSTRAINT virtual_check CHECK (v < 1000000));
CREATE TABLE parts.virtual (id int NOT NULL, a int, v int GENERATED ALWAYS AS (a + 1) VIRTUAL, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE parts.virtual_1 PARTITION OF parts.virtual FOR VALUES FROM (0) TO (10);

CREATE TABLE keys.temporal (id int4range, valid daterange, t text, CONSTRAINT temporal_key PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE keys.temporal_unique (id int4range, valid daterange, t text, UNIQUE (id, valid WITHOUT OVERLAPS));
CREATE TABLE keys.temporal_child (
    id int PRIMARY KEY, parent int4range, valid daterange,
    CONSTRAINT in_time FOREIGN KEY (parent, PERIOD valid) REFERENCES keys.temporal (id, PERIOD valid));
CREATE TABLE keys.not_enforced (
    id int PRIMARY KEY, a int CONSTRAINT not_enforced_check CHECK (a > 0) NOT ENFORCED,
    customer bigint CONSTRAINT not_enforced_key REFERENCES app.customers (id) NOT ENFORCED);
CREATE TABLE keys.not_null_not_valid (id int PRIMARY KEY, a int, b int, c int CONSTRAINT "named not null" NOT NULL, d int CONSTRAINT not_inherited NOT NULL NO INHERIT);
INSERT INTO keys.not_null_not_valid VALUES (1, NULL, 2, 3, 4);
ALTER TABLE keys.not_null_not_valid ADD CONSTRAINT a_not_null NOT NULL a NOT VALID;
COMMENT ON CONSTRAINT "named not null" ON keys.not_null_not_valid IS 'not-null constraint';
-- Partitioned tables with foreign keys that are not valid.
CREATE TABLE parts.not_valid (id int PRIMARY KEY, customer bigint) PARTITION BY RANGE (id);
CREATE TABLE parts.not_valid_1 PARTITION OF parts.not_valid FOR VALUES FROM (0) TO (100);
INSERT INTO parts.not_valid VALUES (1, 987654321);
ALTER TABLE parts.not_valid ADD CONSTRAINT nobody FOREIGN KEY (customer) REFERENCES app.customers (id) NOT VALID;
CREATE TABLE types.uuids (id uuid DEFAULT uuidv7() PRIMARY KEY, t text);
CREATE INDEX indexed_gin_18 ON storage.indexed USING gin (arr);
CREATE FUNCTION code.returns_old_and_new() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC
    UPDATE keys.text_key SET t = 'same' WHERE false RETURNING old.t || new.t;
    END;
CREATE FUNCTION code.folds(text) RETURNS text LANGUAGE sql RETURN casefold($1);
CREATE COLLATION code.unicode (provider = builtin, locale = 'PG_UNICODE_FAST');
ALTER TABLE types.made RENAME CONSTRAINT made_id_not_null TO "named at last";

-- A generated column that is published; and one that is part of the identity of its rows.
CREATE PUBLICATION everything_generated FOR TABLE types.generated WITH (publish_generated_columns = stored);
CREATE TABLE keys.generated_identity (a int NOT NULL, g int NOT NULL GENERATED ALWAYS AS (a * 10) STORED, t text);
CREATE UNIQUE INDEX generated_identity_g ON keys.generated_identity (g);
ALTER TABLE keys.generated_identity REPLICA IDENTITY USING INDEX generated_identity_g;

INSERT INTO types.virtual (id, a) VALUES (1, 1), (2, NULL);
INSERT INTO parts.virtual (id, a) VALUES (1, 1);
INSERT INTO keys.temporal VALUES ('[1,2)', '[2020-01-01,2021-01-01)', 'a'), ('[1,2)', '[2021-01-01,)', 'b'), ('[2,3)', '(,)', 'c');
INSERT INTO keys.temporal_unique VALUES ('[1,2)', '[2020-01-01,2021-01-01)', 'a');
INSERT INTO keys.temporal_child VALUES (1, '[1,2)', '[2020-06-01,2022-01-01)');
INSERT INTO keys.not_enforced VALUES (1, -1, 123456789);
INSERT INTO types.uuids VALUES ('01900000-0000-7000-8000-000000000001', 'x');
INSERT INTO keys.generated_identity (a, t) VALUES (1, 'one'), (2, 'two');

RESET ROLE;
RESET search_path;
