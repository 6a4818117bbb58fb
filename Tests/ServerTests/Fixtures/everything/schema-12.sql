-- What PostgreSQL 12 added.

SET ROLE everything_owner;
SET search_path = pg_catalog;

-- Generated columns: in front, in the middle, of each other's sources, in an index and a check.
CREATE TABLE types.generated (
    first_g int GENERATED ALWAYS AS (a * 2) STORED, id int PRIMARY KEY, a int, b text,
    "Gen ""b""" text GENERATED ALWAYS AS (upper(b) || E'\n''x''') STORED, c numeric DEFAULT 1,
    g_mood types.mood GENERATED ALWAYS AS (CASE WHEN a > 0 THEN 'happy'::types.mood ELSE 'sad'::types.mood END) STORED,
    CONSTRAINT generated_check CHECK (first_g < 1000000));
CREATE INDEX generated_index ON types.generated (first_g, "Gen ""b""");
-- Without a key and FULL: the generated column is compared, but not sent before 18.
CREATE TABLE types.generated_full (a int, b text, g int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE types.generated_full REPLICA IDENTITY FULL;
-- Was generated, is an ordinary column now; and the other way about.
CREATE TABLE types.was_generated (id int PRIMARY KEY, a int, hole int);
ALTER TABLE types.was_generated DROP COLUMN hole;
ALTER TABLE types.was_generated ADD COLUMN g int GENERATED ALWAYS AS (a + 1) STORED;
CREATE TABLE parts.generated (id int NOT NULL, a int, g int GENERATED ALWAYS AS (a + 1) STORED, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE parts.generated_1 PARTITION OF parts.generated FOR VALUES FROM (0) TO (10);
CREATE TABLE parts.generated_2 (g int GENERATED ALWAYS AS (a + 1) STORED, a int, id int NOT NULL);
ALTER TABLE parts.generated ATTACH PARTITION parts.generated_2 FOR VALUES FROM (10) TO (20);
CREATE TABLE inherit.generated_parent (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE inherit.generated_child (PRIMARY KEY (id)) INHERITS (inherit.generated_parent);

CREATE TABLE types.paths (id int PRIMARY KEY, p jsonpath, pp jsonpath[]);

-- Bounds that are expressions are stored as constants; foreign keys may refer to partitioned tables.
CREATE TABLE parts.by_time (at timestamptz NOT NULL, id int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parts.by_time_2024 PARTITION OF parts.by_time
    FOR VALUES FROM (make_timestamptz(2024, 1, 1, 0, 0, 0, 'UTC')) TO (make_timestamptz(2025, 1, 1, 0, 0, 0, 'UTC'));
CREATE TABLE keys.refers_to_partitioned (
    id int PRIMARY KEY, region text, at date, event bigint,
    CONSTRAINT to_partitioned FOREIGN KEY (region, at, event) REFERENCES parts.events ON DELETE SET NULL ON UPDATE CASCADE);
CREATE STATISTICS storage.indexed_common (mcv) ON a, b FROM storage.indexed;
ALTER TABLE storage.tuned SET (vacuum_truncate = off, vacuum_index_cleanup = off);
CREATE FUNCTION code.with_support(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE VIEW views.materialized_cte AS WITH a AS MATERIALIZED (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT x FROM a) SELECT x FROM b;

INSERT INTO types.generated (id, a, b) VALUES (1, 1, 'one'), (2, -2, 'ß'), (3, NULL, NULL);
INSERT INTO types.generated_full (a, b) VALUES (1, 'one'), (1, 'one'), (NULL, NULL);
INSERT INTO types.was_generated (id, a) VALUES (1, 1), (2, 2);
ALTER TABLE types.was_generated ALTER COLUMN g SET NOT NULL;
INSERT INTO parts.generated (id, a) VALUES (1, 1), (11, 11);
INSERT INTO inherit.generated_parent (id, a) VALUES (1, 1);
INSERT INTO inherit.generated_child (id, a) VALUES (1, 10);
INSERT INTO types.paths VALUES
    (1, '$.a[*] ? (@.b > 3 && @.c like_regex "^a\"b" flag "i")', ARRAY['$', 'strict $.x[last]']::jsonpath[]),
    (2, '$."quoted key".**{2 to last}.type()', NULL), (3, NULL, '{}');
INSERT INTO parts.by_time VALUES ('2024-02-29 23:59:59.999999+00', 1);

RESET ROLE;
RESET search_path;
