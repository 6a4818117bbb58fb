-- Everything that PostgreSQL 11 can hold and a plain owner can make. By a superuser or by
-- everything_owner, after roles.sql and database.sql.

SET ROLE everything_owner;
SET check_function_bodies = on;
SET search_path = pg_catalog;  -- Every name below is qualified, as in a dump.

-- Default privileges come first, so that they shape what follows.
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO everything_readers;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO everything_readers;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;

CREATE SCHEMA app;
CREATE SCHEMA "App Schema";
CREATE SCHEMA types;
CREATE SCHEMA keys;
CREATE SCHEMA parts;
CREATE SCHEMA parts_elsewhere;
CREATE SCHEMA inherit;
CREATE SCHEMA storage;
CREATE SCHEMA code;
CREATE SCHEMA views;
CREATE SCHEMA sequences;
CREATE SCHEMA search;
CREATE SCHEMA secured;
CREATE SCHEMA empty_schema;

ALTER DEFAULT PRIVILEGES IN SCHEMA app
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO everything_writers;
ALTER DEFAULT PRIVILEGES IN SCHEMA app
    GRANT USAGE ON SEQUENCES TO everything_writers WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA "App Schema" GRANT EXECUTE ON FUNCTIONS TO "Everything App";

GRANT USAGE ON SCHEMA app, "App Schema", types, keys, parts, code, sequences TO everything_writers;
GRANT USAGE, CREATE ON SCHEMA app TO "Everything App" WITH GRANT OPTION;
REVOKE USAGE ON SCHEMA secured FROM everything_readers;

-- ---------------------------------------------------------------------------------------------
-- Types
-- ---------------------------------------------------------------------------------------------

-- The sort order of an enum is not the order in which its values were added.
CREATE TYPE types.mood AS ENUM ('sad', 'happy');
ALTER TYPE types.mood ADD VALUE 'ok' BEFORE 'happy';
ALTER TYPE types.mood ADD VALUE 'it''s "odd" \ 100%' AFTER 'sad';
ALTER TYPE types.mood ADD VALUE 'ecstatic';
ALTER TYPE types.mood ADD VALUE 'dead' BEFORE 'sad';
ALTER TYPE types.mood RENAME VALUE 'ok' TO 'fair';
CREATE TYPE types.nothing AS ENUM ();

CREATE TYPE types.point3 AS (x double precision, y double precision, z double precision);
CREATE TYPE types."Weird Composite" AS ("Some Field" text, "select" types.mood, "dropped" int,
    nested types.point3, many types.point3[]);
ALTER TYPE types."Weird Composite" DROP ATTRIBUTE "dropped";
ALTER TYPE types."Weird Composite" ADD ATTRIBUTE "added.later" numeric(10, 2);
CREATE TYPE types.no_attributes AS ();

CREATE DOMAIN types.positive AS int CONSTRAINT "must be > 0" CHECK (VALUE > 0);
CREATE DOMAIN types.small_positive AS types.positive DEFAULT 7 CHECK (VALUE < 1000);
CREATE DOMAIN types.required_text AS text COLLATE "C" NOT NULL DEFAULT '' CHECK (VALUE <> 'forbidden');
CREATE DOMAIN types.int_list AS int[] CHECK (array_length(VALUE, 1) < 10);
CREATE DOMAIN types.matrix AS types.int_list[];
CREATE DOMAIN types.place AS types.point3 CHECK ((VALUE).z IS NULL OR (VALUE).z >= 0);
CREATE DOMAIN types.grown AS text;
ALTER DOMAIN types.grown ADD CONSTRAINT not_valid CHECK (VALUE <> 'old') NOT VALID;

CREATE TYPE types.text_range AS RANGE (subtype = text, collation = "C");
CREATE TYPE types.mood_range AS RANGE (subtype = types.mood);
CREATE FUNCTION types.time_distance(time, time) RETURNS double precision
    LANGUAGE sql STRICT IMMUTABLE AS 'SELECT EXTRACT(EPOCH FROM ($1 - $2))::double precision';
CREATE TYPE types.time_range AS RANGE (subtype = time, subtype_diff = types.time_distance);
CREATE TYPE types."Float Range" AS RANGE (subtype = float8, subtype_diff = float8mi);

GRANT USAGE ON TYPE types.mood TO PUBLIC;
GRANT USAGE ON TYPE types.positive TO everything_writers WITH GRANT OPTION;

CREATE TABLE types.numbers (
    id int PRIMARY KEY,
    i2 smallint, i4 integer, i8 bigint,
    f4 real, f8 double precision,
    n numeric, n_10_2 numeric(10, 2), n_1000 numeric(1000, 0),
    m money, o oid, b boolean
);
CREATE TABLE types.strings (
    id int PRIMARY KEY,
    t text, v varchar, v10 varchar(10), c char, c10 char(10), bp bpchar, n name, ch "char",
    by bytea, bi bit(8), vb varbit, vb12 varbit(12), cs text COLLATE "C", ps text COLLATE "POSIX"
);
CREATE TABLE types.times (
    id int PRIMARY KEY,
    d date, t time, t0 time(0), tz timetz, tz3 timetz(3), ts timestamp, ts3 timestamp(3),
    tstz timestamptz, tstz0 timestamptz(0), iv interval, iv_ym interval year to month,
    iv_ds interval day to second(3)
);
CREATE TABLE types.net (
    id int PRIMARY KEY, i inet, c cidr, m macaddr, m8 macaddr8, u uuid
);
CREATE TABLE types.shapes (
    id int PRIMARY KEY, p point, li line, ls lseg, b box, pa path, po polygon, ci circle
);
CREATE TABLE types.documents (
    id int PRIMARY KEY, j json, jb jsonb, tv tsvector, tq tsquery
);
CREATE TABLE types.ranges (
    id int PRIMARY KEY, i4 int4range, i8 int8range, n numrange, ts tsrange, tstz tstzrange, d daterange,
    tx types.text_range, mo types.mood_range, ti types.time_range, fl types."Float Range"
);
CREATE TABLE types.made (
    id int PRIMARY KEY, m types.mood, c types."Weird Composite", p types.point3,
    d1 types.positive, d2 types.small_positive, d3 types.required_text, d4 types.int_list,
    d5 types.matrix, d6 types.place, d7 types.grown, e types.no_attributes
);
CREATE TABLE types.arrays (
    id int PRIMARY KEY, i4 int[], i8 bigint[][], t text[], b boolean[], by bytea[], f8 float8[], n numeric[],
    ts timestamptz[], j jsonb[], u uuid[], m types.mood[], c types."Weird Composite"[],
    d types.positive[], r int4range[], p point[], bx box[], iv interval[], fixed int[3][3], v varchar(5)[]
);
-- Values that name objects of the catalog: as text they are names, in binary they are numbers that
-- mean another object on another server.
CREATE TABLE types.catalog (
    id int PRIMARY KEY, rc regclass, rt regtype, rp regproc, rpe regprocedure, ro regoper,
    roe regoperator, rr regrole, rn regnamespace, rco regconfig, rd regdictionary, many regclass[]
);
CREATE TABLE types.internals (
    id int PRIMARY KEY, l pg_lsn, s txid_snapshot, x xid, c cid, ti tid, iv int2vector, ov oidvector,
    a aclitem, aa aclitem[], rc refcursor
);
-- A row type of a table as a column, and an array of it.
CREATE TABLE types.holds_rows (id int PRIMARY KEY, one types.numbers, many types.net[]);

-- ---------------------------------------------------------------------------------------------
-- Sequences, identity and serial
-- ---------------------------------------------------------------------------------------------

CREATE SEQUENCE sequences.plain;
CREATE SEQUENCE sequences.never_called;
CREATE SEQUENCE sequences.never_called_from_100 START 100;
CREATE SEQUENCE sequences.restarted START 5;                 -- data.sql calls it, then restarts it
CREATE SEQUENCE sequences.descending INCREMENT -1;
CREATE SEQUENCE sequences.descending_bounded INCREMENT -3 MINVALUE -1000 MAXVALUE 999 START 999;
CREATE SEQUENCE sequences.negative MINVALUE -100 MAXVALUE -1 START -100;
CREATE SEQUENCE sequences.cycling MINVALUE 1 MAXVALUE 3 CYCLE;
CREATE SEQUENCE sequences.cycling_down INCREMENT -1 MINVALUE 1 MAXVALUE 3 CYCLE;
CREATE SEQUENCE sequences.cached CACHE 20;
CREATE SEQUENCE sequences.by_seven INCREMENT 7 START 3;
CREATE SEQUENCE sequences.small AS smallint;
CREATE SEQUENCE sequences.small_down AS smallint INCREMENT -1;
CREATE SEQUENCE sequences.int4 AS integer;
CREATE SEQUENCE sequences.at_limit;                          -- data.sql: last value given out
CREATE SEQUENCE sequences.last_but_one;                      -- data.sql: one value left
CREATE SEQUENCE sequences.at_lower_limit INCREMENT -1;
CREATE SEQUENCE sequences.set_uncalled;                      -- data.sql: setval(..., false)
CREATE SEQUENCE sequences."Sequence ""with"" 'quotes' \ 100% $1.x";
CREATE SEQUENCE sequences.altered;
ALTER SEQUENCE sequences.altered INCREMENT 5 MINVALUE 1 START 11 RESTART 51 CACHE 2;
-- Created otherwise than CREATE SEQUENCE of today would: int bounds on a bigint sequence.
CREATE SEQUENCE sequences.narrow_bigint AS bigint MAXVALUE 2147483647;

CREATE TABLE sequences.serials (s2 smallserial, s4 serial, s8 bigserial PRIMARY KEY, t text);
CREATE TABLE sequences.identity_always (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text);
CREATE TABLE sequences.identity_default (
    id bigint GENERATED BY DEFAULT AS IDENTITY (START 1000 INCREMENT 10 CACHE 5) PRIMARY KEY, t text);
CREATE TABLE sequences.identity_small (
    id smallint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME sequences."Small Identity"
        INCREMENT -2 MINVALUE -32768 MAXVALUE 32767 START 100) PRIMARY KEY, t text);
CREATE TABLE sequences.identity_without_key (id int GENERATED ALWAYS AS IDENTITY, t text);
-- One sequence feeds two tables; a column owns a sequence of another name; a renamed serial's
-- sequence keeps its old name; a default that is only half a nextval.
CREATE SEQUENCE sequences.shared;
CREATE TABLE sequences.shared_a (id bigint PRIMARY KEY DEFAULT nextval('sequences.shared'), t text);
CREATE TABLE sequences.shared_b (id bigint PRIMARY KEY DEFAULT nextval('sequences.shared'), t text);
CREATE TABLE sequences.owner_of_another (
    id bigint PRIMARY KEY DEFAULT nextval('sequences.shared'), code text DEFAULT 'c-' || nextval('sequences.by_seven'::regclass));
CREATE SEQUENCE sequences.odd_name OWNED BY sequences.owner_of_another.code;
CREATE TABLE sequences.before_renaming (id serial PRIMARY KEY, t text);
ALTER TABLE sequences.before_renaming RENAME TO after_renaming;
GRANT USAGE, SELECT ON SEQUENCE sequences.plain TO everything_writers;
GRANT UPDATE ON SEQUENCE sequences.plain TO "Everything App" WITH GRANT OPTION;

-- ---------------------------------------------------------------------------------------------
-- Tables: keys and constraints
-- ---------------------------------------------------------------------------------------------

CREATE TABLE app.customers (
    id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    email text,
    parent bigint REFERENCES app.customers (id) ON DELETE SET NULL,
    balance numeric(12, 2) NOT NULL DEFAULT 0,
    mood types.mood DEFAULT 'fair',
    changed int NOT NULL DEFAULT 0,
    CONSTRAINT customers_email_once UNIQUE (email),
    CONSTRAINT "balance is sane" CHECK (balance BETWEEN -1000000 AND 1000000) NO INHERIT
);
CREATE TABLE app.orders (
    id bigserial PRIMARY KEY,
    customer bigint NOT NULL,
    placed timestamptz NOT NULL DEFAULT '2024-02-29 12:00:00+00',
    note text,
    CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES app.customers (id)
        ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE app.lines (
    "order" bigint REFERENCES app.orders (id) ON DELETE CASCADE,
    line smallint,
    what text,
    amount numeric,
    PRIMARY KEY ("order", line) INCLUDE (what)
);
CREATE TABLE app.audit (
    id bigserial PRIMARY KEY, event text NOT NULL, of_table text NOT NULL, detail text
);
-- Cleared with TRUNCATE ... CASCADE, together with what refers to it.
CREATE TABLE app.batches (id int PRIMARY KEY, t text);
CREATE TABLE app.batch_items (id int PRIMARY KEY, batch int REFERENCES app.batches (id), t text);

-- Without a key: rows may only be inserted once the table is published.
CREATE TABLE keys.without_key (a int, b text);
CREATE TABLE keys.without_key_duplicates (a int, b text);
CREATE TABLE keys.identity_full (a int, b text, c numeric, d timestamptz);
ALTER TABLE keys.identity_full REPLICA IDENTITY FULL;
CREATE TABLE keys.identity_full_with_key (id int PRIMARY KEY, t text, big text);
ALTER TABLE keys.identity_full_with_key REPLICA IDENTITY FULL;
CREATE TABLE keys.identity_index (a int NOT NULL, b text NOT NULL, c text, dropped int);
CREATE UNIQUE INDEX identity_index_b_a ON keys.identity_index (b DESC, a);
ALTER TABLE keys.identity_index REPLICA IDENTITY USING INDEX identity_index_b_a;
ALTER TABLE keys.identity_index DROP COLUMN dropped;
CREATE TABLE keys.identity_index_not_key (id int PRIMARY KEY, other text NOT NULL UNIQUE, t text);
ALTER TABLE keys.identity_index_not_key REPLICA IDENTITY USING INDEX identity_index_not_key_other_key;
CREATE TABLE keys.identity_nothing (id int PRIMARY KEY, t text);          -- insert only
ALTER TABLE keys.identity_nothing REPLICA IDENTITY NOTHING;
-- A unique index that may hold nulls, is partial or is on an expression identifies no row.
CREATE TABLE keys.nullable_unique (a int UNIQUE, t text);
CREATE TABLE keys.partial_unique (a int NOT NULL, gone boolean NOT NULL);
CREATE UNIQUE INDEX ON keys.partial_unique (a) WHERE NOT gone;
CREATE TABLE keys.expression_unique (a text NOT NULL);
CREATE UNIQUE INDEX ON keys.expression_unique (lower(a));
-- A deferrable primary key identifies no row for replication either.
CREATE TABLE keys.deferrable_key (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, t text);
CREATE TABLE keys.deferrable_key_full (id int PRIMARY KEY DEFERRABLE, t text);
ALTER TABLE keys.deferrable_key_full REPLICA IDENTITY FULL;
CREATE TABLE keys.deferrable_unique (
    id int PRIMARY KEY, place int NOT NULL, CONSTRAINT one_place UNIQUE (place) DEFERRABLE INITIALLY DEFERRED);
-- Keys of many columns and kinds.
CREATE TABLE keys.wide_key (
    a int, b text, c date, d uuid, e types.mood, f numeric, g bytea, h inet,
    t text, PRIMARY KEY (h, g, f, e, d, c, b, a));
CREATE TABLE keys.text_key (id text PRIMARY KEY, t text);
CREATE TABLE keys.float_key (id float8 PRIMARY KEY, t text);
CREATE TABLE keys.domain_key (id types.positive PRIMARY KEY, t text);
CREATE TABLE keys.array_key (id int[] PRIMARY KEY, t text);
CREATE TABLE keys.composite_key (id types.point3 PRIMARY KEY, t text);
CREATE TABLE keys.range_key (id int4range PRIMARY KEY, t text);
CREATE TABLE keys.jsonb_key (id jsonb PRIMARY KEY, t text);
CREATE TABLE keys.only_key (id int PRIMARY KEY);
-- The key stands on columns far apart, behind holes.
CREATE TABLE keys.late_key (gone1 int, t text, gone2 int, id2 int NOT NULL, id1 int NOT NULL);
ALTER TABLE keys.late_key DROP COLUMN gone1, DROP COLUMN gone2;
ALTER TABLE keys.late_key ADD CONSTRAINT "late key" PRIMARY KEY (id1, id2);

CREATE TABLE keys.excluded (
    id int PRIMARY KEY, during tsrange, c circle,
    CONSTRAINT "no two at once" EXCLUDE USING gist (during WITH &&) WHERE (NOT isempty(during)),
    EXCLUDE USING gist (c WITH &&) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE keys.excluded_equal (id int PRIMARY KEY, t text, EXCLUDE USING hash (t WITH =));

-- Foreign keys that refer to each other, not valid ones, MATCH FULL, every action.
CREATE TABLE keys.hen (id int PRIMARY KEY, egg int NOT NULL);
CREATE TABLE keys.egg (id int PRIMARY KEY, hen int NOT NULL
    REFERENCES keys.hen (id) DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE keys.hen ADD CONSTRAINT hen_egg FOREIGN KEY (egg)
    REFERENCES keys.egg (id) DEFERRABLE INITIALLY IMMEDIATE;
CREATE TABLE keys.not_valid (id int PRIMARY KEY, customer bigint, positive int);
CREATE TABLE keys.pairs (a int, b int, PRIMARY KEY (a, b), UNIQUE (b, a));
CREATE TABLE keys.pair_users (
    id int PRIMARY KEY, a int DEFAULT 1, b int DEFAULT 1, b2 int, a2 int,
    FOREIGN KEY (a, b) REFERENCES keys.pairs MATCH FULL ON DELETE SET DEFAULT ON UPDATE RESTRICT,
    FOREIGN KEY (b2, a2) REFERENCES keys.pairs (b, a) ON DELETE NO ACTION);
CREATE TABLE keys.tree (
    id int PRIMARY KEY, up int CONSTRAINT tree_up REFERENCES keys.tree ON DELETE CASCADE DEFERRABLE);

-- ---------------------------------------------------------------------------------------------
-- Tables: partitions
-- ---------------------------------------------------------------------------------------------

-- Four levels: list, then range, then hash; partitions in another schema; a default at each level.
CREATE TABLE parts.events (
    id bigint NOT NULL, region text NOT NULL, at date NOT NULL, payload text, amount int DEFAULT 0,
    PRIMARY KEY (region, at, id)
) PARTITION BY LIST (region);
CREATE TABLE parts.events_eu PARTITION OF parts.events FOR VALUES IN ('eu', 'uk')
    PARTITION BY RANGE (at);
CREATE TABLE parts.events_eu_2023 PARTITION OF parts.events_eu
    FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE parts_elsewhere."events eu 2024" PARTITION OF parts.events_eu
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
CREATE TABLE parts_elsewhere.events_eu_2024_0 PARTITION OF parts_elsewhere."events eu 2024"
    FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_elsewhere.events_eu_2024_1 PARTITION OF parts_elsewhere."events eu 2024"
    (payload DEFAULT 'of this partition', CONSTRAINT "own check" CHECK (amount >= -1000000)) FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE parts.events_eu_other PARTITION OF parts.events_eu DEFAULT;
CREATE TABLE parts.events_none PARTITION OF parts.events FOR VALUES IN ('', 'none');
CREATE TABLE parts.events_default PARTITION OF parts.events DEFAULT;
-- Attached later: columns in another order, holes, another owner of its own index.
CREATE TABLE parts_elsewhere.events_us (
    hole1 int, payload text, at date NOT NULL, hole2 text, amount int DEFAULT 5, region text NOT NULL,
    id bigint NOT NULL);
ALTER TABLE parts_elsewhere.events_us DROP COLUMN hole1, DROP COLUMN hole2;
CREATE UNIQUE INDEX events_us_key ON parts_elsewhere.events_us (region, at, id);
ALTER TABLE parts.events ATTACH PARTITION parts_elsewhere.events_us FOR VALUES IN ('us');
CREATE INDEX events_amount ON parts.events (amount) WHERE amount > 0;
CREATE INDEX events_eu_2023_only ON parts.events_eu_2023 (payload);
-- An index of the parent alone: invalid until each partition has one.
CREATE INDEX events_payload_invalid ON ONLY parts.events (payload);

-- The parent has the hole, its partitions, made afterwards, have none.
CREATE TABLE parts.holes (gone int, id int NOT NULL, t text) PARTITION BY RANGE (id);
ALTER TABLE parts.holes DROP COLUMN gone;
-- The leaves have keys; early releases of 14 ask the parent for an identity all the same.
ALTER TABLE parts.holes REPLICA IDENTITY FULL;
ALTER TABLE parts.holes ADD COLUMN late text DEFAULT 'late';
CREATE TABLE parts.holes_low PARTITION OF parts.holes (PRIMARY KEY (id)) FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE parts.holes_high PARTITION OF parts.holes (PRIMARY KEY (id)) FOR VALUES FROM (0) TO (MAXVALUE);

-- Bounds that are text: they follow the collation, which may differ on the target.
CREATE TABLE parts.by_text (name text NOT NULL, t text, PRIMARY KEY (name)) PARTITION BY RANGE (name);
CREATE TABLE parts.by_text_a_m PARTITION OF parts.by_text FOR VALUES FROM ('a') TO ('m');
CREATE TABLE parts.by_text_m_z PARTITION OF parts.by_text FOR VALUES FROM ('m') TO ('ž');
CREATE TABLE parts.by_text_rest PARTITION OF parts.by_text DEFAULT;
-- Hashes of text: the same row belongs elsewhere if the hash function or encoding differs.
CREATE TABLE parts.by_hash (name text PRIMARY KEY, n int) PARTITION BY HASH (name);
CREATE TABLE parts.by_hash_0 PARTITION OF parts.by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parts.by_hash_1 PARTITION OF parts.by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parts.by_hash_2 PARTITION OF parts.by_hash FOR VALUES WITH (MODULUS 3, REMAINDER 2);
CREATE TABLE parts.by_enum (m types.mood, id int) PARTITION BY LIST (m);
CREATE TABLE parts.by_enum_sad PARTITION OF parts.by_enum FOR VALUES IN ('sad', NULL);
CREATE TABLE parts.by_enum_rest PARTITION OF parts.by_enum FOR VALUES IN ('happy', 'ecstatic', 'it''s "odd" \ 100%');
CREATE TABLE parts.by_expression (id int, t text) PARTITION BY RANGE (((id / 10)), (lower(t)));
CREATE TABLE parts.by_expression_1 PARTITION OF parts.by_expression
    FOR VALUES FROM (0, MINVALUE) TO (10, MAXVALUE);
CREATE TABLE parts.by_expression_2 PARTITION OF parts.by_expression
    FOR VALUES FROM (10, MAXVALUE) TO (20, 'm');
CREATE TABLE parts.by_two (a int, b int, t text, PRIMARY KEY (a, b)) PARTITION BY RANGE (a, b);
CREATE TABLE parts.by_two_1 PARTITION OF parts.by_two FOR VALUES FROM (0, 0) TO (10, MINVALUE);
CREATE TABLE parts.by_two_2 PARTITION OF parts.by_two FOR VALUES FROM (10, MINVALUE) TO (20, 5);
-- No partition at all, one that was detached, and leaves of mixed identity.
CREATE TABLE parts.childless (id int PRIMARY KEY, t text) PARTITION BY RANGE (id);
CREATE TABLE parts.mixed (id int NOT NULL, t text) PARTITION BY LIST (id);
ALTER TABLE parts.mixed REPLICA IDENTITY FULL;      -- does not reach the partitions
CREATE TABLE parts.mixed_1 PARTITION OF parts.mixed (PRIMARY KEY (id)) FOR VALUES IN (1);
CREATE TABLE parts.mixed_2 PARTITION OF parts.mixed FOR VALUES IN (2);
ALTER TABLE parts.mixed_2 REPLICA IDENTITY FULL;
CREATE TABLE parts.mixed_3 PARTITION OF parts.mixed FOR VALUES IN (3);
CREATE TABLE parts.detached PARTITION OF parts.mixed FOR VALUES IN (4);
ALTER TABLE parts.mixed DETACH PARTITION parts.detached;
-- A foreign key from a partitioned table.
CREATE TABLE parts.refers (
    id int, customer bigint REFERENCES app.customers (id) ON DELETE CASCADE, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE parts.refers_1 PARTITION OF parts.refers FOR VALUES FROM (0) TO (100);

-- ---------------------------------------------------------------------------------------------
-- Tables: inheritance and typed tables
-- ---------------------------------------------------------------------------------------------

CREATE TABLE inherit.cities (
    id int PRIMARY KEY, name text NOT NULL DEFAULT 'parent', altitude int,
    CONSTRAINT checked CHECK (altitude > -500), CONSTRAINT parent_only CHECK (id < 1000) NO INHERIT);
CREATE TABLE inherit.capitals (PRIMARY KEY (id), state char(2)) INHERITS (inherit.cities);
-- Merged columns in another order, another default, a column of its own, no key.
CREATE TABLE inherit.villages (altitude int DEFAULT 3, people int, name text DEFAULT 'child')
    INHERITS (inherit.cities);
ALTER TABLE inherit.villages REPLICA IDENTITY FULL;
CREATE TABLE inherit.coloured (colour text, id int NOT NULL);
ALTER TABLE inherit.coloured REPLICA IDENTITY FULL;                 -- does not reach the children
CREATE TABLE inherit.two_parents (own int, PRIMARY KEY (id)) INHERITS (inherit.cities, inherit.coloured);
CREATE TABLE inherit.grandchild (more text, PRIMARY KEY (id)) INHERITS (inherit.capitals);
-- Inherits since later, and stopped inheriting.
CREATE TABLE inherit.adopted (extra text, altitude int CONSTRAINT checked CHECK (altitude > -500), name text NOT NULL, id int PRIMARY KEY);
ALTER TABLE inherit.adopted INHERIT inherit.cities;
CREATE TABLE inherit.left_home (PRIMARY KEY (id)) INHERITS (inherit.cities);
ALTER TABLE inherit.left_home NO INHERIT inherit.cities;
ALTER TABLE inherit.cities ADD COLUMN added_later text DEFAULT 'to all';
ALTER TABLE ONLY inherit.cities ALTER COLUMN altitude SET DEFAULT 1;

CREATE TYPE inherit.person AS (id int, name text, born date);
CREATE TABLE inherit.people OF inherit.person (
    id WITH OPTIONS PRIMARY KEY, name WITH OPTIONS NOT NULL DEFAULT 'typed');
CREATE TABLE inherit.employees (salary numeric) INHERITS (inherit.people);
ALTER TABLE inherit.employees ADD PRIMARY KEY (id);
CREATE TABLE inherit.typed_partitioned OF inherit.person (PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE inherit.typed_partition PARTITION OF inherit.typed_partitioned FOR VALUES IN (1, 2, 3);

-- ---------------------------------------------------------------------------------------------
-- Tables: shape and storage
-- ---------------------------------------------------------------------------------------------

CREATE TABLE storage.no_columns ();
CREATE TABLE storage.no_columns_left (gone int);
ALTER TABLE storage.no_columns_left DROP COLUMN gone;
CREATE TABLE storage.one_column (t text);
CREATE TABLE storage.empty_table (id int PRIMARY KEY, t text);
DO $do$
BEGIN
    EXECUTE 'CREATE TABLE storage.columns_1600 (c1 int PRIMARY KEY, '
        || (SELECT string_agg(format('c%s %s', n, CASE n % 4 WHEN 0 THEN 'boolean' WHEN 1 THEN 'smallint'
                WHEN 2 THEN '"char"' ELSE 'text' END), ', ' ORDER BY n) FROM generate_series(2, 1600) n) || ')';
END
$do$;
CREATE TABLE storage.toasted (
    id int PRIMARY KEY, counter int NOT NULL DEFAULT 0,
    plain_toast text, ext text, ext_bytes bytea, main text, doc jsonb, list text[]);
ALTER TABLE storage.toasted ALTER COLUMN ext SET STORAGE EXTERNAL,
    ALTER COLUMN ext_bytes SET STORAGE EXTERNAL, ALTER COLUMN main SET STORAGE MAIN;
-- The large value is part of the identity: logged whole, even when unchanged.
CREATE TABLE storage.toasted_full (a int, big text, counter int);
ALTER TABLE storage.toasted_full ALTER COLUMN big SET STORAGE EXTERNAL;
ALTER TABLE storage.toasted_full REPLICA IDENTITY FULL;
CREATE TABLE storage.toasted_key (k text PRIMARY KEY, t text, big bytea);
ALTER TABLE storage.toasted_key ALTER COLUMN k SET STORAGE EXTERNAL, ALTER COLUMN big SET STORAGE EXTERNAL;
-- Columns added, dropped, added again: defaults that exist in the catalog only.
CREATE TABLE storage.altered (id int PRIMARY KEY, a int, b text, c int);
ALTER TABLE storage.altered DROP COLUMN a;
ALTER TABLE storage.altered ADD COLUMN fast_default timestamptz NOT NULL DEFAULT '2020-02-02 02:02:02+02';
ALTER TABLE storage.altered DROP COLUMN c;
ALTER TABLE storage.altered ADD COLUMN a text DEFAULT 'again';
ALTER TABLE storage.altered ALTER COLUMN b TYPE varchar(20);

CREATE TABLE storage.tuned (
    id int PRIMARY KEY WITH (fillfactor = 80), a int, b text, c text)
    WITH (fillfactor = 70, autovacuum_enabled = off, autovacuum_vacuum_scale_factor = 0.05,
        parallel_workers = 2, toast.autovacuum_enabled = off, toast_tuple_target = 1024,
        user_catalog_table = off, log_autovacuum_min_duration = 1000);
ALTER TABLE storage.tuned ALTER COLUMN a SET STATISTICS 500, ALTER COLUMN b SET (n_distinct = -0.5, n_distinct_inherited = 100);
ALTER TABLE storage.tuned ALTER COLUMN c SET STORAGE PLAIN;
CREATE INDEX tuned_a ON storage.tuned (a) WITH (fillfactor = 60);
CREATE INDEX tuned_b_expression ON storage.tuned (lower(b), (a + 1));
ALTER INDEX storage.tuned_b_expression ALTER COLUMN 1 SET STATISTICS 700;
CLUSTER storage.tuned USING tuned_a;
CREATE UNLOGGED TABLE storage.unlogged (id serial PRIMARY KEY, t text);

CREATE TABLE storage.indexed (
    id int PRIMARY KEY, a int, b text, c text, j jsonb, arr int[], p point, r int4range, tv tsvector, i inet, ts timestamptz);
CREATE INDEX indexed_partial ON storage.indexed (a) WHERE a IS NOT NULL AND b LIKE 'x%';
CREATE INDEX indexed_ordered ON storage.indexed (a DESC NULLS LAST, b ASC NULLS FIRST, c COLLATE "C" text_pattern_ops);
CREATE UNIQUE INDEX indexed_covering ON storage.indexed (id, a) INCLUDE (b, c);
CREATE UNIQUE INDEX indexed_expression ON storage.indexed (upper(b), (id % 1000), COALESCE(a, 0));
CREATE INDEX indexed_hash ON storage.indexed USING hash (b) WITH (fillfactor = 50);
CREATE INDEX indexed_gin ON storage.indexed USING gin (j jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX indexed_gin_array ON storage.indexed USING gin (arr, tv) WITH (gin_pending_list_limit = 128);
CREATE INDEX indexed_gist ON storage.indexed USING gist (p, r) WITH (buffering = off);
CREATE INDEX indexed_gist_tsvector ON storage.indexed USING gist (tv);
CREATE INDEX indexed_spgist ON storage.indexed USING spgist (p);
CREATE INDEX indexed_spgist_kd ON storage.indexed USING spgist (p kd_point_ops);
CREATE INDEX indexed_spgist_inet ON storage.indexed USING spgist (i inet_ops);
CREATE INDEX indexed_brin ON storage.indexed USING brin (ts, a, i inet_inclusion_ops) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX "Index ""with"" 'quotes' \ 100% $1.x" ON storage.indexed (c);
CREATE STATISTICS storage.indexed_related (dependencies, ndistinct) ON a, b, c FROM storage.indexed;
CREATE STATISTICS storage."Statistics ""with"" quotes" ON id, a FROM storage.indexed;

-- ---------------------------------------------------------------------------------------------
-- Names
-- ---------------------------------------------------------------------------------------------

-- For each name a table, a column, two constraints, an index, a sequence, a type, a function, a
-- trigger, a policy, a rule and statistics of that name, and a schema of that name around it all.
CREATE SCHEMA names;
CREATE TABLE names.list (id int PRIMARY KEY, name text NOT NULL, what text NOT NULL, rows int NOT NULL DEFAULT 0);
INSERT INTO names.list (id, name, what) VALUES
    (1, 'with space', 'space'),
    (2, '"double"', 'double quotes'),
    (3, '''single''', 'single quotes'),
    (4, 'do.t', 'dot'),
    (5, 'UPPER', 'uppercase'),
    (6, 'select', 'reserved word'),
    (7, 'user', 'reserved word that is also a function'),
    (8, 'таблица', 'Cyrillic'),
    (9, '表', 'Chinese'),
    (10, 'جدول', 'Arabic, right to left'),
    (11, '🐘', 'outside the first plane'),
    (12, repeat('a', 63), '63 bytes of ASCII'),
    (13, repeat('名', 21), '63 bytes, 21 characters'),
    (14, E'new\nline', 'newline'),
    (15, E'carriage\rreturn', 'carriage return'),
    (16, E'\ttab', 'tab in front'),
    (17, 'back\slash', 'backslash'),
    (18, 'per%cent %s %I %1$s', 'percent'),
    (19, 'dol$lar $1 $$ $_$', 'dollar'),
    (20, '-- comment', 'line comment'),
    (21, '/* comment */', 'block comment'),
    (22, 'semi;colon', 'semicolon'),
    (23, ' leading', 'leading space'),
    (24, 'trailing ', 'trailing space'),
    (25, ' ', 'nothing but a space'),
    (26, '*', 'pattern of pg_dump: star'),
    (27, '[a-z]+?(x|y)', 'pattern of pg_dump: regular expression'),
    (28, '1st', 'digit in front'),
    (29, U&'\00E9', 'e with acute, composed'),
    (30, U&'e\0301', 'e with acute, decomposed'),
    (31, ':colon :''x'' :"y"', 'psql variables'),
    (32, '\.', 'end of COPY data'),
    (33, 'a,b', 'comma'),
    (34, '{a}', 'braces'),
    (35, '$user', 'word of the search path'),
    (36, 'pg_like', 'looks like a system name'),
    (37, E'quote"'' \\ % $ .\n;--', 'all at once'),
    (38, 'A"."B', 'looks like two quoted names'),
    (39, '\\x41', 'looks like an escape'),
    (40, 'null', 'null');

DO $do$
DECLARE
    n text;
    number int;
BEGIN
    FOR number, n IN SELECT l.id, l.name FROM names.list l ORDER BY l.id LOOP
        -- A name that starts with pg_ is refused for schemas, and a few hold all kinds of objects.
        IF n !~ '^pg_' THEN
            EXECUTE format('CREATE SCHEMA %I', n);
        ELSE
            CONTINUE;
        END IF;
        EXECUTE format('CREATE TABLE %1$I.%1$I (%1$I bigint, "t" text DEFAULT %1$L, '
            'CONSTRAINT %1$I CHECK (%1$I IS NOT NULL))', n);
        EXECUTE format('COMMENT ON COLUMN %1$I.%1$I.%1$I IS %1$L', n);
        IF number % 3 = 0 THEN
            EXECUTE format('ALTER TABLE %1$I.%1$I ADD PRIMARY KEY (%1$I)', n);
        ELSIF number % 3 = 1 THEN
            EXECUTE format('ALTER TABLE %1$I.%1$I REPLICA IDENTITY FULL', n);
        ELSE
            EXECUTE format('ALTER TABLE %1$I.%1$I ALTER %1$I SET NOT NULL', n);
            EXECUTE format('CREATE UNIQUE INDEX named ON %1$I.%1$I (%1$I)', n);
            EXECUTE format('ALTER TABLE %1$I.%1$I REPLICA IDENTITY USING INDEX named', n);
        END IF;
        EXECUTE format('CREATE FUNCTION %1$I.%1$I(%1$I text DEFAULT %1$L) RETURNS text LANGUAGE sql '
            'SET search_path = %1$I, pg_catalog AS %2$L', n, 'SELECT $1');
    END LOOP;
    FOR number, n IN SELECT l.id, l.name FROM names.list l ORDER BY l.id LOOP
        EXECUTE format('CREATE TABLE names.%1$I (%1$I int PRIMARY KEY, "Other Column" text, '
            'CONSTRAINT %1$I CHECK (%1$I >= 0))', n);
        EXECUTE format('ALTER TABLE names.%1$I ADD CONSTRAINT %2$I UNIQUE ("Other Column")', n,
            'u' || left(n, 20));
        EXECUTE format('CREATE INDEX %2$I ON names.%1$I ((%1$I + 1))', n, 'i' || left(n, 20));
        EXECUTE format('CREATE SEQUENCE names.%I START 7', 's' || left(n, 20));
        EXECUTE format('CREATE RULE %1$I AS ON INSERT TO names.%1$I WHERE false DO ALSO NOTHING', n);
        EXECUTE format('CREATE POLICY %1$I ON names.%1$I TO "Select" USING (%1$I > 0)', n);
        EXECUTE format('CREATE STATISTICS names.%2$I ON %1$I, "Other Column" FROM names.%1$I', n, 'x' || left(n, 20));
        EXECUTE format('CREATE TYPE names.%2$I AS ENUM (%1$L, ''other'')', n, 't' || left(n, 20));
        EXECUTE format('CREATE VIEW names.%2$I AS SELECT %1$I AS %2$I FROM names.%1$I', n, 'v' || left(n, 20));
        EXECUTE format('CREATE FUNCTION names.%1$I() RETURNS trigger LANGUAGE plpgsql AS %2$L', n, 'BEGIN RETURN NEW; END');
        EXECUTE format('CREATE TRIGGER %1$I BEFORE UPDATE ON names.%1$I FOR EACH ROW EXECUTE FUNCTION names.%1$I()', n);
        EXECUTE format('COMMENT ON TABLE names.%1$I IS %1$L', n);
        EXECUTE format('GRANT SELECT (%1$I) ON names.%1$I TO "everything ""quoted"" ''role'' \ 100%% $1"', n);
    END LOOP;
END
$do$;

-- ---------------------------------------------------------------------------------------------
-- Code
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION code.add(a int, b int DEFAULT 1) RETURNS int
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 3 AS 'SELECT a + b';
-- A body in which a careless reader of dumps finds headers, COPY data and commands of psql.
CREATE FUNCTION code.looks_like_a_dump(text DEFAULT E'--\n-- Name: z; Type: TABLE; Schema: public; Owner: y\n--') RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
    RETURN $in$
--
-- Name: x; Type: TABLE; Schema: public; Owner: y
--

CREATE TABLE public.x (id integer);

--
-- Data for Name: x; Type: TABLE DATA; Schema: public; Owner: y
--

COPY public.x (id) FROM stdin;
1
\.

\connect other
\restrict abc
\unrestrict abc
SET SESSION AUTHORIZATION 'y';

--
-- PostgreSQL database dump complete
--
$in$ || $$ $_$ and $X$ and 'quotes' \ and \\ $$;
END
$body$;
CREATE FUNCTION code.set_returning(n int) RETURNS TABLE (i int, "Sq uare" bigint)
    LANGUAGE sql STABLE ROWS 7 AS $$ SELECT g, g::bigint * g FROM generate_series(1, n) g $$;
CREATE FUNCTION code.setof_composite() RETURNS SETOF types.point3 LANGUAGE sql
    AS $$ VALUES (1.0::float8, 2.0::float8, 3.0::float8) $$;
CREATE FUNCTION code.variadic_sum(VARIADIC numbers int[]) RETURNS bigint LANGUAGE sql
    AS 'SELECT sum(n) FROM unnest(numbers) n';
CREATE FUNCTION code.several_out(IN a int, OUT b int, INOUT c text DEFAULT 'c', OUT d date) LANGUAGE plpgsql
    AS $$ BEGIN b := a; d := '2000-01-01'; END $$;
CREATE FUNCTION code.polymorphic(a anyelement, b anyarray, c anyenum DEFAULT NULL::types.mood) RETURNS anyarray
    LANGUAGE sql CALLED ON NULL INPUT AS 'SELECT b';
CREATE FUNCTION code.any_range(r anyrange) RETURNS anyelement LANGUAGE sql AS 'SELECT lower(r)';
CREATE FUNCTION code.overloaded(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION code.overloaded(text) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION code.overloaded(int, text) RETURNS int LANGUAGE sql AS 'SELECT 3';
CREATE FUNCTION code.as_definer() RETURNS name LANGUAGE sql SECURITY DEFINER
    SET search_path = app, "App Schema", pg_temp SET work_mem = '4MB' AS 'SELECT current_user';
CREATE FUNCTION code.from_current() RETURNS text LANGUAGE sql SET DateStyle FROM CURRENT AS 'SELECT current_setting(''DateStyle'')';
CREATE FUNCTION code.parameterless_defaults(a text DEFAULT 'it''s', b timestamptz DEFAULT '2020-01-01 00:00:00+00',
    c types.mood DEFAULT 'it''s "odd" \ 100%', d int[] DEFAULT ARRAY[1, 2]) RETURNS text LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION code.uses_row_type(app.customers) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.name';
CREATE FUNCTION code.refers_to_later_table() RETURNS bigint LANGUAGE plpgsql
    AS $$ BEGIN RETURN (SELECT count(*) FROM views.made_later); END $$;
CREATE PROCEDURE code.move(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN a := a + 1; END $$;
CREATE PROCEDURE code.as_definer_procedure() LANGUAGE sql SECURITY DEFINER SET search_path = app AS 'SELECT 1';

CREATE FUNCTION code.sum_state(bigint, int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + COALESCE($2, 0)';
CREATE FUNCTION code.sum_unstate(bigint, int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 - COALESCE($2, 0)';
CREATE FUNCTION code.sum_combine(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE code.plain_sum(int) (SFUNC = code.sum_state, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE code.full_sum(int) (SFUNC = code.sum_state, STYPE = bigint, SSPACE = 8, INITCOND = '0',
    COMBINEFUNC = code.sum_combine, MSFUNC = code.sum_state, MINVFUNC = code.sum_unstate, MSTYPE = bigint,
    MINITCOND = '0', PARALLEL = SAFE, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE code.smallest(int) (SFUNC = int4smaller, STYPE = int, SORTOP = <);

CREATE FUNCTION code.same_point(types.point3, types.point3) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS 'SELECT ($1).x = ($2).x AND ($1).y = ($2).y';
CREATE FUNCTION code.other_point(types.point3, types.point3) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x <> ($2).x OR ($1).y <> ($2).y';
CREATE OPERATOR code.=== (LEFTARG = types.point3, RIGHTARG = types.point3, FUNCTION = code.same_point,
    COMMUTATOR = OPERATOR(code.===), NEGATOR = OPERATOR(code.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
CREATE OPERATOR code.!== (LEFTARG = types.point3, RIGHTARG = types.point3, FUNCTION = code.other_point,
    COMMUTATOR = OPERATOR(code.!==), NEGATOR = OPERATOR(code.===));
CREATE FUNCTION code.height(types.point3) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1).z';
CREATE OPERATOR code.@@@ (RIGHTARG = types.point3, FUNCTION = code.height);

CREATE FUNCTION code.mood_number(types.mood) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE $1 WHEN 'sad' THEN -1 WHEN 'happy' THEN 1 ELSE 0 END $$;
CREATE CAST (types.mood AS int) WITH FUNCTION code.mood_number(types.mood) AS ASSIGNMENT;
CREATE CAST (text AS types.mood) WITH INOUT AS IMPLICIT;
CREATE CONVERSION code.from_latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE COLLATION code.posix (LC_COLLATE = 'POSIX', LC_CTYPE = 'POSIX');
CREATE COLLATION code."My Collation" FROM "C";
CREATE TABLE code.collated (id int PRIMARY KEY, a text COLLATE code.posix, b text COLLATE code."My Collation");
CREATE INDEX collated_ab ON code.collated (a, b COLLATE code.posix);

-- Functions in places where they are called while rows are written: a check, a default, an index.
CREATE FUNCTION code.is_fine(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
    AS $$ BEGIN RETURN $1 IS DISTINCT FROM 'not fine'; END $$;
CREATE TABLE code.calls (
    id int PRIMARY KEY DEFAULT code.add(41, 1), t text CONSTRAINT fine CHECK (code.is_fine(t)),
    m types.mood DEFAULT 'sad', p types.point3, whole_row text,
    CONSTRAINT whole CHECK ((calls.*) IS NOT NULL OR true));
CREATE INDEX calls_number ON code.calls (code.mood_number(m)) WHERE code.is_fine(t);

-- ---------------------------------------------------------------------------------------------
-- Triggers and rules
-- ---------------------------------------------------------------------------------------------

CREATE TABLE code.fired (id bigserial PRIMARY KEY, how text NOT NULL, what text);
CREATE FUNCTION code.write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO app.audit (event, of_table, detail) VALUES (TG_OP, TG_TABLE_NAME, TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE FUNCTION code.count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.changed := OLD.changed + 1; RETURN NEW; END $$;
CREATE FUNCTION code.note_firing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO code.fired (how, what) VALUES (TG_NAME, TG_OP); RETURN NULL; END $$;
CREATE FUNCTION code.note_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO code.fired (how, what) SELECT TG_NAME, count(*)::text FROM changed_rows;
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR DELETE ON app.customers
    FOR EACH ROW EXECUTE FUNCTION code.write_audit('it''s an "argument" \ 100%');
CREATE TRIGGER count_change BEFORE UPDATE OF name, balance ON app.customers
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION code.count_change();
CREATE TRIGGER each_statement AFTER TRUNCATE ON app.batches
    FOR EACH STATEMENT EXECUTE FUNCTION code.write_audit();
CREATE TRIGGER transition AFTER UPDATE ON app.orders REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION code.note_transition();
CREATE CONSTRAINT TRIGGER checked_late AFTER INSERT ON app.lines DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.line > 1) EXECUTE FUNCTION code.note_firing();
CREATE TRIGGER "Trigger ""with"" 'quotes' \ 100% $1.x" AFTER INSERT ON app.orders
    FOR EACH ROW EXECUTE FUNCTION code.note_firing();
CREATE TRIGGER for_each_partition AFTER INSERT ON parts.events
    FOR EACH ROW WHEN (NEW.amount = 13) EXECUTE FUNCTION code.note_firing();

-- ALWAYS and REPLICA triggers fire while changes are applied: on the target they would write rows
-- that are replicated too.
CREATE TABLE code.with_triggers (id int PRIMARY KEY, t text);
CREATE TRIGGER fires_normally AFTER INSERT OR UPDATE ON code.with_triggers
    FOR EACH ROW EXECUTE FUNCTION code.note_firing();
CREATE TRIGGER fires_always AFTER INSERT OR UPDATE ON code.with_triggers
    FOR EACH ROW EXECUTE FUNCTION code.note_firing();
ALTER TABLE code.with_triggers ENABLE ALWAYS TRIGGER fires_always;
CREATE TRIGGER fires_on_replica AFTER INSERT OR UPDATE ON code.with_triggers
    FOR EACH ROW EXECUTE FUNCTION code.note_firing();
ALTER TABLE code.with_triggers ENABLE REPLICA TRIGGER fires_on_replica;
CREATE TRIGGER fires_never AFTER INSERT OR UPDATE ON code.with_triggers
    FOR EACH ROW EXECUTE FUNCTION code.note_firing();
ALTER TABLE code.with_triggers DISABLE TRIGGER fires_never;

CREATE TABLE code.with_rules (id int PRIMARY KEY, t text);
CREATE TABLE code.rule_log (id int, t text);
CREATE RULE also AS ON INSERT TO code.with_rules DO ALSO INSERT INTO code.rule_log VALUES (NEW.id, 'also');
CREATE RULE instead AS ON UPDATE TO code.with_rules WHERE NEW.t = 'refused' DO INSTEAD NOTHING;
CREATE RULE several AS ON DELETE TO code.with_rules DO ALSO (
    INSERT INTO code.rule_log VALUES (OLD.id, 'deleted'); INSERT INTO code.rule_log VALUES (OLD.id, 'twice'));
CREATE RULE disabled AS ON INSERT TO code.with_rules DO ALSO INSERT INTO code.rule_log VALUES (NEW.id, 'never');
ALTER TABLE code.with_rules DISABLE RULE disabled;
CREATE RULE always AS ON UPDATE TO code.with_rules WHERE NEW.t = 'always' DO ALSO NOTHING;
ALTER TABLE code.with_rules ENABLE ALWAYS RULE always;
CREATE RULE on_replica AS ON UPDATE TO code.with_rules WHERE NEW.t = 'replica' DO ALSO NOTHING;
ALTER TABLE code.with_rules ENABLE REPLICA RULE on_replica;

-- ---------------------------------------------------------------------------------------------
-- Views
-- ---------------------------------------------------------------------------------------------

CREATE VIEW views.simple AS SELECT id, name FROM app.customers WHERE balance >= 0;
CREATE VIEW views.on_view AS SELECT name || '!' AS "Na me" FROM views.simple;
CREATE VIEW views.barrier WITH (security_barrier = true) AS SELECT * FROM app.customers WHERE balance > 0;
CREATE VIEW views.checked AS SELECT * FROM app.orders WHERE note IS NOT NULL WITH LOCAL CHECK OPTION;
CREATE VIEW views.checked_cascaded AS SELECT * FROM views.checked WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE RECURSIVE VIEW views.tree (id, depth) AS
    SELECT id, 0 FROM keys.tree WHERE up IS NULL
    UNION ALL SELECT t.id, v.depth + 1 FROM keys.tree t JOIN tree v ON t.up = v.id;
-- Grouped by the key alone: the view depends on the constraint, so it comes after it.
CREATE VIEW views.depends_on_key AS
    SELECT c.id, c.name, c.email, count(o.id) AS orders FROM app.customers c LEFT JOIN app.orders o ON o.customer = c.id GROUP BY c.id;
CREATE VIEW views.values_only AS VALUES (1, 'one'), (2, E'--\n-- Name: v; Type: VIEW; Schema: public; Owner: y\n--');
CREATE VIEW views.no_columns AS SELECT;
CREATE VIEW views.rich AS
    SELECT c.id, row_number() OVER w AS number, sum(balance) FILTER (WHERE balance > 0) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s,
        ARRAY(SELECT o.id FROM app.orders o WHERE o.customer = c.id ORDER BY o.id) AS orders, l.n,
        CASE WHEN c.mood = 'sad' THEN 'x' ELSE NULL END AS mood, c.mood::text COLLATE "C" AS m, (c.*)::app.customers AS whole
    FROM app.customers c CROSS JOIN LATERAL (SELECT count(*) AS n FROM app.orders o WHERE o.customer = c.id) l
    WHERE c.name ~ '^.' AND EXISTS (SELECT 1 FROM types.numbers TABLESAMPLE SYSTEM (100) REPEATABLE (1))
    WINDOW w AS (PARTITION BY c.mood ORDER BY c.id DESC NULLS LAST);
-- Two views that refer to each other can only be dumped by making one of them twice.
CREATE VIEW views.circle_a AS SELECT 1 AS x;
CREATE VIEW views.circle_b AS SELECT x FROM views.circle_a;
CREATE FUNCTION views.from_b() RETURNS SETOF views.circle_b LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW views.circle_a AS SELECT 1 AS x WHERE NOT EXISTS (SELECT 1 FROM views.from_b());
CREATE VIEW views.with_default AS SELECT id, note FROM app.orders;
ALTER VIEW views.with_default ALTER COLUMN note SET DEFAULT 'from the view';
CREATE VIEW views.written AS SELECT id, t FROM code.with_triggers;
CREATE FUNCTION views.write_instead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO code.with_triggers VALUES (NEW.id, NEW.t); RETURN NEW; END $$;
CREATE TRIGGER instead INSTEAD OF INSERT ON views.written FOR EACH ROW EXECUTE FUNCTION views.write_instead();
CREATE VIEW views.ruled AS SELECT id, t FROM code.with_rules;
CREATE RULE ruled_delete AS ON DELETE TO views.ruled DO INSTEAD DELETE FROM code.with_rules WHERE id = OLD.id;
-- No row type of an empty view's column list is lost by renaming.
CREATE VIEW views.renamed AS SELECT id AS old FROM app.customers;
ALTER TABLE views.renamed RENAME COLUMN old TO "New";

CREATE MATERIALIZED VIEW views.totals AS
    SELECT customer, count(*) AS n FROM app.orders GROUP BY customer;
CREATE UNIQUE INDEX totals_customer ON views.totals (customer);
CREATE MATERIALIZED VIEW views.on_totals WITH (fillfactor = 50) AS SELECT sum(n) AS n FROM views.totals;
CREATE MATERIALIZED VIEW views.unpopulated AS SELECT id FROM app.orders WITH NO DATA;
CREATE INDEX unpopulated_id ON views.unpopulated (id);
CREATE VIEW views.on_materialized AS SELECT n FROM views.on_totals;
ALTER MATERIALIZED VIEW views.totals ALTER COLUMN n SET STATISTICS 50;
CREATE TABLE views.made_later (id int PRIMARY KEY);

-- ---------------------------------------------------------------------------------------------
-- Row security and privileges
-- ---------------------------------------------------------------------------------------------

CREATE TABLE secured.documents (id int PRIMARY KEY, owner name NOT NULL DEFAULT CURRENT_USER, t text, secret text);
ALTER TABLE secured.documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secured.documents USING (owner = CURRENT_USER) WITH CHECK (owner = CURRENT_USER);
CREATE POLICY readers ON secured.documents FOR SELECT TO everything_readers, "Select" USING (t <> 'hidden');
CREATE POLICY "Restrictive ""policy""" ON secured.documents AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (id < 1000) WITH CHECK (id < 2000);
CREATE POLICY inserting ON secured.documents FOR INSERT TO "Everything App" WITH CHECK (EXISTS (SELECT 1 FROM app.customers));
CREATE POLICY deleting ON secured.documents FOR DELETE USING (false);
-- FORCE: not even the owner sees the rows. Whoever copies or applies needs BYPASSRLS.
CREATE TABLE secured.forced (id int PRIMARY KEY, t text);
ALTER TABLE secured.forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON secured.forced USING (t = current_setting('everything.tenant', true));
CREATE TABLE secured.forced_not_enabled (id int PRIMARY KEY);
ALTER TABLE secured.forced_not_enabled FORCE ROW LEVEL SECURITY;

GRANT SELECT ON ALL TABLES IN SCHEMA keys TO everything_readers;
GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON keys.tree TO "Everything App" WITH GRANT OPTION;
GRANT SELECT (id, t), INSERT (id), UPDATE (t), REFERENCES (id) ON secured.documents TO everything_writers;
GRANT SELECT (t) ON secured.documents TO "Select" WITH GRANT OPTION;
GRANT SELECT ON secured.documents TO PUBLIC;
REVOKE SELECT ON app.audit FROM everything_readers;
REVOKE ALL ON app.batches FROM everything_owner;      -- an owner without rights on its own table
GRANT SELECT, INSERT, TRUNCATE, DELETE, UPDATE, REFERENCES ON app.batches TO everything_owner;
REVOKE INSERT ON inherit.left_home FROM everything_owner;
GRANT EXECUTE ON FUNCTION code.add(int, int) TO PUBLIC;
GRANT EXECUTE ON FUNCTION code.as_definer() TO "Everything App" WITH GRANT OPTION;
REVOKE EXECUTE ON PROCEDURE code.move(int, text) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE code.move(int, text) TO everything_writers;
GRANT SELECT ON views.simple, views.totals TO everything_readers, PUBLIC;
GRANT SELECT (id) ON views.rich TO PUBLIC;

-- ---------------------------------------------------------------------------------------------
-- Text search
-- ---------------------------------------------------------------------------------------------

CREATE TEXT SEARCH DICTIONARY search.plain (TEMPLATE = pg_catalog.simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY search."Stem ""it""" (TEMPLATE = pg_catalog.snowball, LANGUAGE = german);
CREATE TEXT SEARCH CONFIGURATION search.mine (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION search.mine ALTER MAPPING FOR asciiword, word WITH search.plain, search."Stem ""it""";
ALTER TEXT SEARCH CONFIGURATION search.mine DROP MAPPING FOR email;
CREATE TEXT SEARCH CONFIGURATION search.unmapped (PARSER = pg_catalog."default");
CREATE TABLE search.articles (id int PRIMARY KEY, body text, tsv tsvector);
CREATE INDEX articles_body ON search.articles USING gin (to_tsvector('search.mine', body));
CREATE TRIGGER vector BEFORE INSERT OR UPDATE ON search.articles
    FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(tsv, 'search.mine', body);

-- ---------------------------------------------------------------------------------------------
-- Publications of its own
-- ---------------------------------------------------------------------------------------------

CREATE PUBLICATION everything_some FOR TABLE app.customers, app.orders, ONLY inherit.cities;
CREATE PUBLICATION "Everything ""inserts""" FOR TABLE keys.only_key, keys.without_key WITH (publish = 'insert, truncate');
CREATE PUBLICATION everything_empty;

-- ---------------------------------------------------------------------------------------------
-- Comments
-- ---------------------------------------------------------------------------------------------

COMMENT ON SCHEMA app IS E'it''s a comment\nwith a second line; \\ 100% $1 🐘';
COMMENT ON TABLE app.customers IS E'--\n-- Name: x; Type: TABLE; Schema: public; Owner: y\n--\n\\.\n';
COMMENT ON COLUMN app.customers.id IS 'column';
COMMENT ON CONSTRAINT "balance is sane" ON app.customers IS 'constraint';
COMMENT ON CONSTRAINT customers_pkey ON app.customers IS 'key';
COMMENT ON CONSTRAINT orders_customer ON app.orders IS 'foreign key';
COMMENT ON CONSTRAINT "must be > 0" ON DOMAIN types.positive IS 'constraint of a domain';
COMMENT ON INDEX storage.indexed_gin IS 'index';
COMMENT ON SEQUENCE sequences.plain IS 'sequence';
COMMENT ON SEQUENCE sequences.identity_always_id_seq IS 'sequence of an identity column';
COMMENT ON VIEW views.simple IS 'view';
COMMENT ON COLUMN views.simple.name IS 'column of a view';
COMMENT ON MATERIALIZED VIEW views.totals IS 'materialized view';
COMMENT ON TYPE types.mood IS 'enum';
COMMENT ON TYPE types.point3 IS 'composite';
COMMENT ON COLUMN types.point3.x IS 'attribute';
COMMENT ON TYPE types.time_range IS 'range';
COMMENT ON DOMAIN types.place IS 'domain';
COMMENT ON FUNCTION code.add(int, int) IS 'function';
COMMENT ON PROCEDURE code.move(int, text) IS 'procedure';
COMMENT ON AGGREGATE code.full_sum(int) IS 'aggregate';
COMMENT ON OPERATOR code.=== (types.point3, types.point3) IS 'operator';
COMMENT ON OPERATOR code.@@@ (NONE, types.point3) IS 'prefix operator';
COMMENT ON CAST (types.mood AS int) IS 'cast';
COMMENT ON CONVERSION code.from_latin1 IS 'conversion';
COMMENT ON COLLATION code.posix IS 'collation';
COMMENT ON TRIGGER audit ON app.customers IS 'trigger';
COMMENT ON RULE also ON code.with_rules IS 'rule';
COMMENT ON POLICY own ON secured.documents IS 'policy';
COMMENT ON TEXT SEARCH CONFIGURATION search.mine IS 'text search configuration';
COMMENT ON TEXT SEARCH DICTIONARY search.plain IS 'text search dictionary';
COMMENT ON STATISTICS storage.indexed_related IS 'statistics';
COMMENT ON PUBLICATION everything_some IS 'publication';
COMMENT ON TABLE parts.events IS 'partitioned table';
COMMENT ON TABLE parts.events_eu_2023 IS 'partition';
COMMENT ON INDEX parts.events_pkey IS 'partitioned index';

-- Objects of somebody else among those of the owner.
RESET ROLE;
RESET search_path;
GRANT USAGE ON SCHEMA views, types TO "Everything App";
ALTER TABLE code.rule_log OWNER TO "Everything App";
GRANT INSERT ON code.rule_log TO everything_owner;
ALTER FUNCTION code.variadic_sum(int[]) OWNER TO "everything роль 役割 🐘";
GRANT SELECT ON app.orders TO "Everything App";
ALTER MATERIALIZED VIEW views.unpopulated OWNER TO "Everything App";
ALTER VIEW views.values_only OWNER TO everything_readonly;
ALTER SCHEMA empty_schema OWNER TO "everything ""quoted"" 'role' \ 100% $1";
ALTER TYPE types.nothing OWNER TO everything_writers;
ALTER SEQUENCE sequences.never_called OWNER TO "Everything App";
ALTER TABLE keys.array_key OWNER TO "Everything App";
