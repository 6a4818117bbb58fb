-- Rows for every table of schema.sql: few, the same each time, many at the edge of their type.
-- By a superuser, after all schema files. Triggers and rules fire as they would for an application.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, MDY';
SET IntervalStyle = 'postgres';
SET lc_monetary = 'C';
SET extra_float_digits = 3;
SET client_encoding = 'UTF8';
\o /dev/null

SELECT current_setting('server_version_num')::int >= 160000 AS at_least_16 \gset

-- Types ---------------------------------------------------------------------------------------

INSERT INTO types.numbers VALUES
    (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false),
    (2, 32767, 2147483647, 9223372036854775807, 3.4028235e+38, 1.7976931348623157e+308, 'NaN', 12345678.99, repeat('9', 1000)::numeric,
        '92233720368547758.07', 4294967295, true),
    (3, -32768, -2147483648, -9223372036854775808, -3.4028235e+38, -1.7976931348623157e+308, -1e-1000, -12345678.99, -(repeat('9', 1000)::numeric),
        '-92233720368547758.08', 1, NULL),
    (4, NULL, NULL, NULL, 1e-45, 4.94065645841247e-324, 1e1000, NULL, NULL, NULL, NULL, NULL),
    (5, NULL, NULL, NULL, '-0', '-0', 0.00000, 0.00, 0, '-0.01', NULL, NULL),
    (6, NULL, NULL, NULL, 'NaN', 'NaN', 1.10, 1.1, NULL, NULL, NULL, NULL),
    (7, NULL, NULL, NULL, 'Infinity', 'Infinity', (repeat('1234567890', 50) || '.' || repeat('0987654321', 50))::numeric, 'NaN', NULL, NULL, NULL, NULL),
    (8, NULL, NULL, NULL, '-Infinity', '-Infinity', -1.500, NULL, NULL, NULL, NULL, NULL),
    (9, NULL, NULL, NULL, 1.17549435e-38, 2.2250738585072014e-308, 3, NULL, NULL, NULL, NULL, NULL),
    (10, NULL, NULL, NULL, 0.1, 0.1, 0.1, NULL, NULL, NULL, NULL, NULL),
    (11, NULL, NULL, NULL, 0.3, 0.30000000000000004, 1e100, NULL, NULL, NULL, NULL, NULL),
    (12, NULL, NULL, NULL, 16777217, 9007199254740993, 9007199254740993, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.strings VALUES
    (1, '', '', '', '', '', '', '', '', '', B'00000000', '', '', '', ''),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (3, 'NULL', '\N', '\.', '\', 'a         ', 'trailing   ', 'a name', 'x', '\x00ff5c275c5c', B'10101010', B'1', B'101', 'c', 'p'),
    (4, E'tab\there\nnewline\rreturn\\backslash''quote"double', E'\b\f\v\x01\x1f\x7f', E'a\nb', E'\t', E'a\tb  ', E'\n', repeat('n', 63), E'\x01',
        decode((SELECT string_agg(lpad(to_hex(n), 2, '0'), '' ORDER BY n) FROM generate_series(0, 255) n), 'hex'), B'11111111', repeat('10', 500)::varbit, B'111111111111', E'\\n', E'\\N'),
    (5, 'Zoë, 名前, جدول, 🐘👩‍👩‍👧, ' || U&'e\0301 \FEFF \200B \FFFD \+10FFFF', 'ß', 'žluťoučký ', 'é', '名前', '🐘', '名', ' ', '\x', B'00000001', B'', B'0', 'ä', 'ö'),
    (6, '{"not": "json"}', '$$', '%s%n', '''', '--', '/* */', 'select', '"', '\x5c2e', B'10000000', B'0000000000000000000000000000000000000000000000000000000000000001', NULL, ' ', ' '),
    (7, repeat('compressible ', 5000), repeat('v', 3000), NULL, NULL, NULL, NULL, NULL, NULL, decode(repeat('00', 3000), 'hex'), NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.times VALUES
    (1, '2000-01-01', '00:00:00', '00:00:00', '00:00:00+00', '00:00:00+00', '2000-01-01', '2000-01-01', '2000-01-01 00:00+00', '2000-01-01 00:00+00', '0', '0', '0'),
    (2, '4713-01-01 BC', '24:00:00', '24:00:00', '24:00:00-15:59:59', '24:00:00+15:59', '4713-01-01 00:00:00 BC', '4713-01-01 BC', '4713-01-01 00:00:00+00 BC', '4713-01-01 00:00+00 BC',
        '178000000 years', '178000000 years', '-2147483648 days'),
    (3, '5874897-12-31', '23:59:59.999999', '23:59:59', '23:59:59.999999+14', '12:00:00.123-12', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999',
        '294276-12-31 23:59:59.999999+00', '294276-12-31 23:59:59+00', '-178000000 years -2147483648 days -2147483647 hours', '-178000000 years', '2147483647 days 23:59:59.999'),
    (4, 'infinity', '12:34:56.000001', '01:02:03', '01:02:03.4+05:45', '01:02:03.456-00:30', 'infinity', 'infinity', 'infinity', 'infinity',
        '1 mon -1 days +00:00:00.000001', '1 year 1 mon', '1 day -00:00:00.001'),
    (5, '-infinity', NULL, NULL, NULL, NULL, '-infinity', '-infinity', '-infinity', '-infinity', '-1 mon +2 days -03:00', '-1 mon', '-1 day'),
    (6, '0001-12-31 BC', NULL, NULL, NULL, NULL, '0001-01-01', '1582-10-15', '1883-11-18 12:03:58-04:56:02', '1900-01-01 00:00:00+05:53:28', '1 year 30 days 24:00', NULL, '40 days 40:00'),
    (7, '2024-02-29', NULL, NULL, NULL, NULL, '2024-02-29 23:59:60', '2024-10-27 02:30', '2024-10-27 02:30+01', '2024-10-27 02:30+02', '-00:00:00.000001', NULL, NULL),
    (8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.net VALUES
    (1, '0.0.0.0/0', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00', '00000000-0000-0000-0000-000000000000'),
    (2, '192.168.1.5/24', '192.168.1.0/24', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    (3, '::1', '::/0', '08:00:2b:01:02:03', '08:00:2b:01:02:03', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'),
    (4, 'fe80::1:2/64', '2001:db8::/32', NULL, NULL, NULL), (5, '::ffff:10.0.0.1', '10.1.2.3/32', NULL, NULL, NULL);

INSERT INTO types.shapes VALUES
    (1, '(0,-0)', '{1,-1,0}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),0>'),
    (2, '(Infinity,NaN)', '{0,1,1e308}', '[(1e-300,-1e300),(0.1,0.2)]', '(-1,-2),(-3,-4)', '((0,0),(1,1),(2,0))', '((0,0))', '<(1.5,-2.5),1e100>'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.documents VALUES
    (1, '{}', '{}', '', ''),
    (2, E' { "b" : 1 , "a":2,\n"a" : 3.00, "u": "\\u0000 \\ud83d\\udc18", "n": 1E400 } ', '{"b": 1, "a": 3.00, "n": 12345678901234567890.123456789, "e": "\u00e9 \ud83d\udc18 \"\\ \n"}',
        'a fat cat sat on a mat', 'fat & (rat | !cat)'),
    (3, 'null', 'null', $$'quo''ted' 'back\\slash' 'weighted':1A,2B,3C,16383D$$, $$'quo''ted':A* <-> 'b'$$),
    (4, '"a string"', '[1, -0.0, 1e-10, [], {}, "", null, true]', 'ex:1 🐘:2', '!!a <3> b:*ABCD'),
    (5, '[1,2,[3]]', to_jsonb(repeat('j', 5000)), repeat(' word', 200)::tsvector, NULL),
    (6, NULL, NULL, NULL, NULL);

INSERT INTO types.ranges VALUES
    (1, 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty'),
    (2, '(,)', '[1,9223372036854775807)', '[NaN,)', '[-infinity,infinity]', '(,infinity)', '[2024-01-01,infinity]', '["",)', '[dead,ecstatic]', '[00:00,24:00]', '[-Infinity,NaN]'),
    (3, '(1,5]', '(,-9223372036854775808)', '(1.10,2.200]', '("2020-01-01 00:00:00","2020-01-02 00:00:00")', '["2020-01-01 00:00:00+00","2020-01-02 00:00:00.000001+00")',
        '(2020-01-01,2020-02-29]', '["a,b","c""d\\e")', '(sad,"it''s \"odd\" \\ 100%")', '(12:00,13:00]', '(0,0.1]'),
    (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.made VALUES
    (1, 'sad', ROW('a "text", (with) \ ''all''', 'happy', ROW(1, -0.0::float8, 'NaN'), ARRAY[ROW(1, 2, 3), NULL]::types.point3[], 1.5)::types."Weird Composite",
        '(1,2,3)', 1, 1, 'r', '{1,2}', ARRAY['{1}', '{2,3}']::types.int_list[], '(1,,0)', 'new', '()'),
    (2, 'it''s "odd" \ 100%', ROW(NULL, NULL, NULL, NULL, NULL)::types."Weird Composite", '(,,)', 2147483647, 999, '', '{}', '{}', NULL, '', NULL),
    (3, 'dead', NULL, NULL, NULL, DEFAULT, DEFAULT, NULL, NULL, NULL, NULL, NULL),
    (4, 'ecstatic', ROW('', 'dead', NULL, '{}', 0)::types."Weird Composite", '(Infinity,-Infinity,4.94065645841247e-324)', 5, 7, ' ', '[0:1]={5,6}', ARRAY['[5:5]={1}']::types.int_list[], '(0,0,)', 'x', NULL),
    (5, 'fair', NULL, NULL, NULL, NULL, 'NULL', NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.arrays VALUES
    (1, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    (2, '[0:1]={1,2}', '[-2:-1][3:4]={{1,NULL},{3,4}}', ARRAY['', 'NULL', 'null', NULL, 'a,b', '{c}', 'd"e', 'f\g', ' h ', E'i\nj', '🐘'], '{t,f,NULL}', ARRAY['\x00ff', '\x', NULL]::bytea[],
        '{NaN,Infinity,-Infinity,-0,4.94065645841247e-324}', '{NaN,1.10,-1e100}', '{infinity,-infinity,"4713-01-01 00:00:00+00 BC",NULL}', ARRAY['{"a": [1, "x"]}', 'null', NULL]::jsonb[],
        '{00000000-0000-0000-0000-000000000000}', ARRAY['sad', 'it''s "odd" \ 100%', NULL]::types.mood[],
        ARRAY[ROW('a"b', 'sad', ROW(1, 2, 3), ARRAY[ROW(4, 5, 6)]::types.point3[], 1)::types."Weird Composite", NULL], '{1,2}', ARRAY['empty', '(,)', '[1,2)', NULL]::int4range[],
        '{"(1,2)","(3,4)"}', '{(1,1),(0,0);(3,3),(2,2)}', '{"1 mon -1 days",NULL}', '{{1,2},{3,4}}', '{abcde,NULL}'),
    (3, (SELECT array_agg(n) FROM generate_series(1, 2000) n), '{{{1}}}', '{{a,b},{c,d}}', '[5:5]={t}', '{NULL}', '{NULL}', '{NULL}', '{}', '{}', '{}', '{{sad},{happy}}', '{}', '{}', '{}', '{}', '{}', '{}', '{1}', '{}'),
    (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.catalog VALUES
    (1, 'app.customers', 'types.mood', 'code.as_definer', 'code.add(int, int)', 'code.@@@', 'code.===(types.point3,types.point3)', '"Everything App"', '"App Schema"', 'search.mine', 'search.plain',
        ARRAY['app.customers', 'names."select"', 'pg_class']::regclass[]),
    (2, 'pg_class', 'timestamp with time zone', 'pg_catalog.now', 'pg_catalog.lower(text)', 'pg_catalog.||/', '+(int,int)', 'postgres', 'pg_catalog', 'english', 'simple', '{}'),
    (3, '-', '-', '-', '-', '0', '0', '-', '-', '-', '-', NULL),
    (4, '4000000001', '4000000002', '4000000003', '4000000004', '4000000005', '4000000006', '4000000007', '4000000008', '4000000009', '4000000010', NULL),
    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO types.internals VALUES
    (1, '0/0', '1:1:', '0', '0', '(0,0)', '', '', 'everything_owner=r/everything_owner', '{}', ''),
    (2, 'FFFFFFFF/FFFFFFFF', '10:20:10,14,15', '4294967295', '4294967295', '(4294967295,65535)', '1 -2 3', '1 2 4294967295',
        '=a*/everything_owner', ARRAY['"Everything App"=r*w/everything_owner']::aclitem[], 'a cursor'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO types.holds_rows SELECT 1, n.*::types.numbers, ARRAY(SELECT x.*::types.net FROM types.net x ORDER BY x.id) FROM types.numbers n WHERE n.id = 2;
INSERT INTO types.holds_rows VALUES (2, NULL, '{}');

-- Sequences -----------------------------------------------------------------------------------

SELECT count(nextval('sequences.plain')) FROM generate_series(1, 7);
SELECT nextval('sequences.restarted'), nextval('sequences.restarted');
ALTER SEQUENCE sequences.restarted RESTART WITH 40;
SELECT count(nextval('sequences.descending')) FROM generate_series(1, 4);
SELECT nextval('sequences.descending_bounded'), nextval('sequences.negative'), nextval('sequences.cached'), nextval('sequences.by_seven'), nextval('sequences.small_down'), nextval('sequences.int4'), nextval('sequences.altered');
SELECT count(nextval('sequences.cycling')), count(nextval('sequences.cycling_down')) FROM generate_series(1, 5);
SELECT setval('sequences.small', 32766), setval('sequences.at_limit', 9223372036854775807), setval('sequences.last_but_one', 9223372036854775806),
    setval('sequences.at_lower_limit', -9223372036854775808), setval('sequences.set_uncalled', 77, false), setval('sequences.narrow_bigint', 2147483647);
SELECT nextval($$sequences."Sequence ""with"" 'quotes' \ 100% $1.x"$$);
INSERT INTO sequences.serials (t) VALUES ('a'), ('b'), ('c');
INSERT INTO sequences.identity_always (t) VALUES ('a'), ('b');
INSERT INTO sequences.identity_always (id, t) OVERRIDING SYSTEM VALUE VALUES (100, 'given');
INSERT INTO sequences.identity_default (t) VALUES ('a'), ('b');
INSERT INTO sequences.identity_default (id, t) VALUES (5, 'given');
INSERT INTO sequences.identity_small (t) VALUES ('a'), ('b');
INSERT INTO sequences.identity_without_key (t) VALUES ('a'), ('a');
INSERT INTO sequences.shared_a (t) VALUES ('a1');
INSERT INTO sequences.shared_b (t) VALUES ('b2');
INSERT INTO sequences.owner_of_another DEFAULT VALUES;
INSERT INTO sequences.after_renaming (t) VALUES ('a');

-- Application ---------------------------------------------------------------------------------

INSERT INTO app.customers (name, email, parent, balance, mood) SELECT 'customer ' || n, CASE WHEN n % 3 > 0 THEN format('c%s@example.org', n) END,
    NULLIF(n / 2, 0), n * 10.5, (ARRAY['sad', 'fair', 'happy', NULL])[1 + n % 4]::types.mood FROM generate_series(1, 20) n;
INSERT INTO app.orders (customer, note) SELECT 1 + n % 10, CASE WHEN n % 2 = 0 THEN repeat('note ', n) END FROM generate_series(1, 25) n;
INSERT INTO app.lines SELECT o.id, l, 'thing ' || l, o.id * 1.1 FROM app.orders o, generate_series(1, 2) l WHERE o.id <= 15 ORDER BY 1, 2;
INSERT INTO app.batches SELECT n, 'batch ' || n FROM generate_series(1, 3) n;
INSERT INTO app.batch_items SELECT n, 1 + n % 3, 'item ' || n FROM generate_series(1, 6) n;

-- Keys ----------------------------------------------------------------------------------------

INSERT INTO keys.without_key VALUES (1, 'a'), (2, 'b'), (NULL, NULL);
INSERT INTO keys.without_key_duplicates VALUES (1, 'same'), (1, 'same'), (1, 'same'), (NULL, NULL), (NULL, NULL);
INSERT INTO keys.identity_full SELECT n, CASE WHEN n % 5 > 0 THEN 'row ' || n END, n / 4.0, CASE WHEN n % 2 = 0 THEN 'infinity' ELSE '2024-01-01 00:00+00' END::timestamptz FROM generate_series(1, 10) n;
INSERT INTO keys.identity_full VALUES (3, 'twice', 'NaN', NULL), (3, 'twice', 'NaN', NULL), (NULL, NULL, NULL, NULL);
INSERT INTO keys.identity_full_with_key SELECT n, 'row ' || n, repeat('x', 100 * n) FROM generate_series(1, 5) n;
INSERT INTO keys.identity_index SELECT n, 'row ' || n % 3, 'c' FROM generate_series(1, 8) n;
INSERT INTO keys.identity_index_not_key SELECT n, 'other ' || n, 't' FROM generate_series(1, 5) n;
INSERT INTO keys.identity_nothing VALUES (1, 'a'), (2, 'b');
INSERT INTO keys.nullable_unique VALUES (1, 'a'), (NULL, 'b'), (NULL, 'b');
INSERT INTO keys.partial_unique VALUES (1, false), (1, true), (1, true);
INSERT INTO keys.expression_unique VALUES ('a'), ('B');
INSERT INTO keys.deferrable_key VALUES (1, 'a'), (2, 'b');
INSERT INTO keys.deferrable_key_full VALUES (1, 'a'), (2, 'b');
INSERT INTO keys.deferrable_unique SELECT n, n FROM generate_series(1, 6) n;
INSERT INTO keys.wide_key VALUES
    (1, '', '-infinity', '00000000-0000-0000-0000-000000000000', 'dead', 'NaN', '\x', '::', 'a'),
    (2, 'ü', '2024-02-29', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'ecstatic', -1e-30, '\x00ff', '10.0.0.0/8', 'b');
INSERT INTO keys.text_key VALUES ('', 'empty'), (' ', 'space'), ('a', 'A'), ('A', 'a'), (U&'\00E9', 'composed'), (U&'e\0301', 'decomposed'), (E'\\N', 'null?'), (E'new\nline', 'n'), ('''', 'quote'), (repeat('k', 2000), 'long');
INSERT INTO keys.float_key VALUES ('NaN', 'nan'), ('Infinity', 'inf'), ('-0', 'minus zero'), (0.1, 'tenth'), (4.94065645841247e-324, 'denormal'), (1.7976931348623157e+308, 'max');
INSERT INTO keys.domain_key VALUES (1, 'a'), (2, 'b');
INSERT INTO keys.array_key VALUES ('{}', 'empty'), ('{1,NULL}', 'null inside'), ('[0:0]={1}', 'lower bound'), ('{{1,2},{3,4}}', 'two');
INSERT INTO keys.composite_key VALUES ('(1,2,3)', 'a'), ('(,,)', 'nulls'), ('(NaN,-0,0)', 'odd');
INSERT INTO keys.range_key VALUES ('empty', 'empty'), ('(,)', 'all'), ('[1,5)', 'some');
INSERT INTO keys.jsonb_key VALUES ('null', 'n'), ('{"a": [1.0, "x"]}', 'o'), ('{}', 'e'), ('"s"', 's');
INSERT INTO keys.only_key SELECT n FROM generate_series(10, 15) n;
INSERT INTO keys.late_key (t, id2, id1) VALUES ('a', 1, 2), ('b', 2, 1);
INSERT INTO keys.excluded VALUES (1, '[2024-01-01,2024-02-01)', '<(0,0),1>'), (2, '[2024-02-01,)', '<(5,5),1>'), (3, 'empty', NULL), (4, 'empty', NULL);
INSERT INTO keys.excluded_equal VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, NULL);
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO keys.hen VALUES (1, 1), (2, 2);
INSERT INTO keys.egg VALUES (1, 2), (2, 1);
COMMIT;
INSERT INTO keys.not_valid VALUES (1, 1, 1), (2, 999999, -1), (3, NULL, NULL);
ALTER TABLE keys.not_valid ADD CONSTRAINT "never valid" FOREIGN KEY (customer) REFERENCES app.customers (id) NOT VALID,
    ADD CONSTRAINT never_positive CHECK (positive > 0) NOT VALID;
INSERT INTO keys.pairs VALUES (1, 1), (1, 2), (2, 1);
INSERT INTO keys.pair_users VALUES (1, 1, 2, 1, 2), (2, NULL, NULL, NULL, 7), (3, 1, 1, NULL, NULL);
INSERT INTO keys.tree VALUES (1, NULL), (2, 1), (3, 1), (4, 2), (5, 5), (6, 4);

-- Partitions ----------------------------------------------------------------------------------

INSERT INTO parts.events (id, region, at, payload, amount)
    SELECT n, (ARRAY['eu', 'uk', 'us', '', 'none', 'asia'])[1 + n % 6], (ARRAY['2023-06-01', '2024-06-01', '2024-12-31', '2022-01-01', '9999-12-31'])[1 + n % 5]::date, 'event ' || n, n % 20
    FROM generate_series(1, 60) n;
INSERT INTO parts.events VALUES (100, 'eu', '-infinity', NULL, NULL), (101, 'us', 'infinity', E'\\N', -1);
INSERT INTO parts.holes (id, t) VALUES (-1, 'low'), (1, 'high'), (2, NULL);
INSERT INTO parts.by_text VALUES ('', 'empty'), ('a', 'a'), ('lzzz', 'l'), ('m', 'm'), ('Z', 'upper'), ('ž', 'caron'), ('名', 'cjk'), ('é', 'e');
INSERT INTO parts.by_hash SELECT 'name ' || n, n FROM generate_series(1, 9) n;
INSERT INTO parts.by_enum VALUES ('sad', 1), (NULL, 2), ('happy', 3), ('it''s "odd" \ 100%', 4);
INSERT INTO parts.by_expression VALUES (5, 'A'), (105, 'z'), (199, 'B'), (203, 'A');
INSERT INTO parts.by_two VALUES (0, 0, 'a'), (9, 100, 'b'), (10, -100, 'c'), (20, 4, 'd');
INSERT INTO parts.mixed VALUES (1, 'a'), (2, 'b'), (2, 'b'), (3, 'c');
INSERT INTO parts.detached VALUES (4, 'd');
INSERT INTO parts.refers SELECT n, n FROM generate_series(1, 5) n;

-- Inheritance ---------------------------------------------------------------------------------

INSERT INTO inherit.cities VALUES (1, 'parent', 10, 'x'), (2, 'same', 20, NULL);
INSERT INTO inherit.capitals (id, name, state) VALUES (1, 'child with the id of the parent''s row', 'CA'), (3, 'c', 'NY');
INSERT INTO inherit.villages (id, people) VALUES (2, 100), (2, 100), (4, NULL);
INSERT INTO inherit.two_parents (id, name, colour, own) VALUES (5, 'two', 'red', 1);
INSERT INTO inherit.coloured (id, colour) VALUES (1, 'blue');
INSERT INTO inherit.grandchild (id, name, more) VALUES (6, 'grand', 'more');
INSERT INTO inherit.adopted (id, name, extra) VALUES (7, 'adopted', 'e');
INSERT INTO inherit.left_home (id, name) VALUES (8, 'gone');
INSERT INTO inherit.people VALUES (1, 'a', '1970-01-01'), (2, DEFAULT, NULL);
INSERT INTO inherit.employees VALUES (1, 'e', NULL, 10.5);
INSERT INTO inherit.typed_partitioned VALUES (1, 'p', NULL);

-- Shape and storage ---------------------------------------------------------------------------

INSERT INTO storage.no_columns DEFAULT VALUES;
INSERT INTO storage.no_columns DEFAULT VALUES;
INSERT INTO storage.no_columns DEFAULT VALUES;
INSERT INTO storage.no_columns_left DEFAULT VALUES;
INSERT INTO storage.no_columns_left DEFAULT VALUES;
INSERT INTO storage.one_column VALUES (''), (NULL), ('\.'), ('\N'), ('.'), (E'a\n\\.\nb');
INSERT INTO storage.columns_1600 (c1) VALUES (1), (2);
DO $do$
BEGIN
    EXECUTE 'INSERT INTO storage.columns_1600 VALUES (3, ' || (SELECT string_agg(CASE n % 4 WHEN 0 THEN 'true' WHEN 1 THEN n::text WHEN 2 THEN '''x''' ELSE '''t''' END, ', ' ORDER BY n)
        FROM generate_series(2, 1600) n) || ')';
END
$do$;
INSERT INTO storage.toasted SELECT n, 0, repeat('compressible ' || n, 1000), repeat('external' || n, 20000), decode(repeat(md5(n::text), 5000), 'hex'), repeat('main', 1000), to_jsonb(repeat('json', 3000)), ARRAY[repeat('a', 4000), repeat('b', 4000)]
    FROM generate_series(1, 3) n;
-- One row of some megabytes.
INSERT INTO storage.toasted (id, ext, ext_bytes) VALUES (4, repeat('wide ', 600000), decode(repeat('00ff5c0a', 300000), 'hex'));
INSERT INTO storage.toasted_full SELECT n, repeat(md5(n::text), 1000), 0 FROM generate_series(1, 2) n;
INSERT INTO storage.toasted_key VALUES (repeat('key', 800), 'a', decode(repeat('ab', 10000), 'hex')), ('short', 'b', NULL);
INSERT INTO storage.altered (id, b) VALUES (1, 'one');
ALTER TABLE storage.altered ADD COLUMN missing_value text DEFAULT 'was never written', ADD COLUMN no_value int;
INSERT INTO storage.altered (id, b, missing_value) VALUES (2, 'two', NULL);
INSERT INTO storage.tuned SELECT n, -n, 'B' || n, 'c' FROM generate_series(1, 10) n;
INSERT INTO storage.unlogged (t) VALUES ('a'), ('b');
INSERT INTO storage.indexed SELECT n, n, 'x' || n, 'c', jsonb_build_object('n', n), ARRAY[n, n + 1], point(n, n), int4range(n, n + 5), to_tsvector('simple', 'word' || n), ('10.0.0.' || n)::inet, timestamp '2024-01-01' + n * interval '1 day'
    FROM generate_series(1, 10) n;

-- Names, code, views, security, search --------------------------------------------------------

DO $do$
DECLARE
    n text;
BEGIN
    FOR n IN SELECT l.name FROM names.list l ORDER BY l.id LOOP
        EXECUTE format('INSERT INTO names.%1$I VALUES (1, %1$L), (2, ''row'')', n);
        IF to_regnamespace(quote_ident(n)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO %1$I.%1$I VALUES (1, %1$L), (2, DEFAULT)', n);
        END IF;
    END LOOP;
END
$do$;

INSERT INTO code.collated VALUES (1, 'a', 'B'), (2, 'B', 'a'), (3, 'ä', NULL);
INSERT INTO code.calls (t, m) VALUES ('fine', 'happy');
INSERT INTO code.calls VALUES (1, NULL, NULL, '(1,2,3)', 'x');
INSERT INTO code.with_triggers VALUES (1, 'a'), (2, 'b');
INSERT INTO code.with_rules VALUES (1, 'a'), (2, 'b'), (3, 'c');
DELETE FROM code.with_rules WHERE id = 3;
INSERT INTO views.made_later VALUES (1);
REFRESH MATERIALIZED VIEW views.totals;
REFRESH MATERIALIZED VIEW views.on_totals;
INSERT INTO secured.documents VALUES (1, 'everything_owner', 'seen', 's'), (2, 'Everything App', 'hidden', NULL), (3000, 'nobody', NULL, NULL);
INSERT INTO secured.forced VALUES (1, 'a'), (2, NULL);
INSERT INTO secured.forced_not_enabled VALUES (1);
INSERT INTO search.articles (id, body) VALUES (1, 'The quick brown foxes jumped'), (2, 'Über die Häuser'), (3, NULL);

-- A unique index whose building failed stays behind, invalid. The error is expected.
\set stop :ON_ERROR_STOP
\set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY invalid_unique ON keys.without_key_duplicates (a, b);
\set ON_ERROR_STOP :stop
COMMENT ON INDEX keys.invalid_unique IS 'building it failed';

RESET search_path;
RESET TimeZone;
RESET DateStyle;
RESET IntervalStyle;
RESET lc_monetary;
RESET extra_float_digits;
\o
