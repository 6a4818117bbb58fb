-- One round of writes: psql -v i=<number> -f writes.sql, as often as wanted, i counting up from 1.
-- The same rounds on the same database leave the same rows. As a superuser or everything_owner
-- with BYPASSRLS; tables that are not there are left out, whatever the server could hold.

SET search_path = pg_catalog;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, MDY';
SET lc_monetary = 'C';
\o /dev/null
SELECT set_config('everything.i', :'i', false);
SELECT :i % 2 = 0 AS even, :i % 3 = 0 AS third, :i % 5 = 0 AS fifth, :i % 7 = 0 AS seventh,
    to_regclass('types.generated') IS NOT NULL AS at_least_12,
    to_regclass('types.since_13') IS NOT NULL AS at_least_13,
    to_regclass('types.multiranges') IS NOT NULL AS at_least_14,
    to_regclass('types.odd_scales') IS NOT NULL AS at_least_15,
    to_regclass('types.json_checks') IS NOT NULL AS at_least_16,
    to_regclass('types.infinite_intervals') IS NOT NULL AS at_least_17,
    to_regclass('types.virtual') IS NOT NULL AS at_least_18,
    to_regclass('types.temperatures_seen') IS NOT NULL AS superuser_tables \gset

-- The application: a transaction of several tables, identity, serial, triggers and a cycle of keys.
BEGIN;
INSERT INTO app.customers (name, email, balance) VALUES ('round ' || :i, format('round%s@example.org', :i), :i), ('second of ' || :i, NULL, 0);
UPDATE app.customers SET balance = balance + 1, mood = 'it''s "odd" \ 100%' WHERE id % 5 = :i % 5;
UPDATE app.customers SET name = name || '.' WHERE id = 1 + :i % 20;
UPDATE app.customers SET parent = NULL WHERE id = 2 + :i % 18;
INSERT INTO app.orders (customer, placed, note) SELECT 1 + n % 3, timestamptz '2024-03-01 00:00:00+00' + :i * interval '1 hour', 'order of round ' || :i FROM generate_series(1, 3) n;
UPDATE app.orders SET note = note || ' changed' WHERE id % 10 = :i % 10;
INSERT INTO app.lines SELECT o.id, 1, 'line', :i / 7.0 FROM app.orders o WHERE o.note = 'order of round ' || :i ORDER BY o.id;
COMMIT;
DELETE FROM app.orders WHERE id = :i;                     -- and its lines, by cascade
DELETE FROM app.customers WHERE name = 'second of ' || (:i - 2);
-- The key itself changes, and the keys that refer to it follow.
UPDATE app.customers SET id = id + 100000 WHERE id = 20 - :i % 8 AND id NOT IN (SELECT parent FROM app.customers WHERE parent IS NOT NULL);
-- Nothing of a transaction that fails arrives; its sequence values are gone all the same.
BEGIN;
INSERT INTO app.customers (name) VALUES ('never');
DELETE FROM app.lines;
ROLLBACK;
-- Subtransactions: one undone, one kept.
BEGIN;
INSERT INTO app.audit (event, of_table, detail) VALUES ('round', 'none', 'kept ' || :i);
SAVEPOINT undone;
INSERT INTO app.audit (event, of_table, detail) VALUES ('round', 'none', 'undone ' || :i);
TRUNCATE app.lines;
ROLLBACK TO undone;
SAVEPOINT kept;
UPDATE app.audit SET detail = detail || '+' WHERE detail = 'kept ' || :i;
RELEASE kept;
COMMIT;

-- TRUNCATE: one table, with what refers to it, a partition, a whole tree, restarting identities.
\if :fifth
    TRUNCATE app.batches, app.batch_items;
    INSERT INTO app.batches SELECT n, 'batch ' || :i FROM generate_series(1, 3) n;
    INSERT INTO app.batch_items SELECT n, n, 'item ' || :i FROM generate_series(1, 3) n;
    TRUNCATE app.batches CASCADE;
    TRUNCATE parts.by_text_rest;
    TRUNCATE sequences.identity_without_key RESTART IDENTITY;
    TRUNCATE ONLY inherit.coloured;
\endif
\if :seventh
    TRUNCATE parts.by_two;
    TRUNCATE keys.without_key, storage.no_columns;
    TRUNCATE inherit.people;
    TRUNCATE code.fired CONTINUE IDENTITY;
\endif
INSERT INTO app.batches VALUES (1000 + :i, 'after') ON CONFLICT DO NOTHING;

-- Sequences.
SELECT count(nextval('sequences.plain')) FROM generate_series(1, :i % 4);
SELECT nextval('sequences.descending'), nextval('sequences.cycling'), nextval('sequences.cycling_down'), nextval('sequences.by_seven'), nextval('sequences.restarted'), nextval('sequences.set_uncalled');
\if :third
    SELECT nextval('sequences.cached'), nextval('sequences.descending_bounded'), nextval('sequences.small_down'), nextval('sequences.altered');
    SELECT setval('sequences.int4', 1000 * :i), setval('sequences.never_called_from_100', 100, false);
    ALTER SEQUENCE sequences.negative RESTART;
\endif
INSERT INTO sequences.serials (t) VALUES ('round ' || :i);
INSERT INTO sequences.identity_always (t) VALUES ('round ' || :i);
INSERT INTO sequences.identity_default (t) VALUES ('round ' || :i), ('again');
INSERT INTO sequences.identity_small (t) VALUES ('round ' || :i);
INSERT INTO sequences.identity_without_key (t) VALUES ('round ' || :i);
INSERT INTO sequences.shared_a (t) VALUES ('round ' || :i);
INSERT INTO sequences.shared_b (t) VALUES ('round ' || :i);
INSERT INTO sequences.owner_of_another DEFAULT VALUES;
DELETE FROM sequences.serials WHERE s8 = :i;
UPDATE sequences.identity_always SET t = t || '.' WHERE id = :i;

-- Keys. Tables whose rows cannot be identified get inserts only.
INSERT INTO keys.without_key SELECT n, 'round ' || :i FROM generate_series(1, 3) n;
INSERT INTO keys.without_key_duplicates VALUES (1, 'same'), (:i, 'same'), (NULL, NULL);
INSERT INTO keys.identity_nothing VALUES (100 + :i, 'round');
INSERT INTO keys.nullable_unique VALUES (100 + :i, 'x'), (NULL, 'round ' || :i);
INSERT INTO keys.deferrable_key VALUES (100 + :i, 'x');
INSERT INTO keys.identity_full VALUES (:i, 'new', :i / 3.0, '2024-01-01 00:00:00+00'), (:i, 'new', :i / 3.0, '2024-01-01 00:00:00+00'), (NULL, NULL, 'NaN', '-infinity');
UPDATE keys.identity_full SET c = c + 1 WHERE a % 4 = :i % 4;
DELETE FROM keys.identity_full WHERE a = :i - 3 AND b = 'new';
UPDATE keys.identity_full_with_key SET t = 'round ' || :i WHERE id = 1 + :i % 5;
UPDATE keys.identity_full_with_key SET id = -id WHERE id IN (2, -2);
INSERT INTO keys.identity_index VALUES (1000 + :i, 'round', NULL);
UPDATE keys.identity_index SET c = CASE WHEN c IS NULL THEN 'round ' || :i END WHERE a % 3 = :i % 3;
UPDATE keys.identity_index SET a = a + 5000 WHERE a = 1000 + :i - 2;
DELETE FROM keys.identity_index WHERE a = 6000 + :i - 4;
UPDATE keys.identity_index_not_key SET id = id + 100, t = 'round ' || :i WHERE other = 'other ' || (1 + :i % 5);
UPDATE keys.deferrable_key_full SET id = 3 - id;
-- Swapped in one statement, checked when the transaction ends.
BEGIN;
UPDATE keys.deferrable_unique SET place = 7 - place;
INSERT INTO keys.deferrable_unique VALUES (100 + :i, 100 + :i);
COMMIT;
INSERT INTO keys.wide_key VALUES (:i + 10, 'round', '2024-01-01', md5(:'i')::uuid, 'sad', :i, '\x01', '10.0.0.1', 't');
UPDATE keys.wide_key SET t = 'round ' || :i WHERE a = 1 + :i % 2;
UPDATE keys.wide_key SET f = f + 0.5 WHERE a = :i + 9;
UPDATE keys.text_key SET t = 'round ' || :i WHERE id IN ('', U&'e\0301', '\N');
UPDATE keys.text_key SET id = id || '!' WHERE id LIKE 'a%';
UPDATE keys.float_key SET t = 'round ' || :i WHERE id IN ('NaN', 0.1, '-0', 4.94065645841247e-324);
UPDATE keys.domain_key SET t = 'round ' || :i WHERE id = 1;
UPDATE keys.array_key SET t = 'round ' || :i WHERE id IN ('{}', '[0:0]={1}');
UPDATE keys.composite_key SET t = 'round ' || :i WHERE id = '(NaN,-0,0)'::types.point3;
UPDATE keys.range_key SET t = 'round ' || :i WHERE isempty(id) OR lower_inf(id);
UPDATE keys.jsonb_key SET t = 'round ' || :i WHERE id = 'null' OR id ? 'a';
INSERT INTO keys.only_key VALUES (100 + :i);
UPDATE keys.only_key SET id = id + 1000 WHERE id = 100 + :i - 1;
DELETE FROM keys.only_key WHERE id = 1100 + :i - 3;
UPDATE keys.late_key SET t = 'round ' || :i, id1 = id1 + 1 WHERE id2 = 1 + :i % 2;
UPDATE keys.excluded SET during = during * tsrange('2024-01-01', NULL) WHERE id = 1 + :i % 4;
INSERT INTO keys.excluded VALUES (100 + :i, 'empty', circle(point(100 * :i, 0), 1));
UPDATE keys.excluded_equal SET t = 'round ' || :i WHERE id = 2;
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO keys.hen VALUES (10 + :i, 10 + :i);
INSERT INTO keys.egg VALUES (10 + :i, 10 + :i);
DELETE FROM keys.hen WHERE id = 10 + :i - 2;
DELETE FROM keys.egg WHERE id = 10 + :i - 2;
COMMIT;
INSERT INTO keys.not_valid VALUES (100 + :i, 1, 5);
DELETE FROM keys.not_valid WHERE id = 100 + :i - 1;
UPDATE keys.pair_users SET a2 = :i WHERE id = 2;
INSERT INTO keys.tree VALUES (100 + :i, 1 + :i % 4), (200 + :i, 100 + :i), (300 + :i, 200 + :i);
DELETE FROM keys.tree WHERE id = 100 + :i - 2;             -- and its descendants

-- Partitions: rows that move, within a subtree, to another tree and to another schema.
INSERT INTO parts.events (id, region, at, payload, amount)
    SELECT 1000 * :i + n, (ARRAY['eu', 'us', 'asia', ''])[1 + n % 4], date '2023-11-01' + (n * 40 + :i), 'round ' || :i, 10 + n FROM generate_series(1, 8) n;
UPDATE parts.events SET region = CASE region WHEN 'eu' THEN 'us' WHEN 'us' THEN 'asia' ELSE 'eu' END WHERE id % 7 = :i % 7 AND region <> '';
UPDATE parts.events SET at = at + 200 WHERE id % 9 = :i % 9 AND at BETWEEN '2023-01-01' AND '2024-12-31' AND region = 'eu';
UPDATE parts.events SET amount = amount + 1 WHERE id % 6 = :i % 6;
UPDATE parts.events SET id = id + 1 WHERE id = 1000 * :i + 8;
DELETE FROM parts.events WHERE id BETWEEN 1000 * (:i - 3) AND 1000 * (:i - 3) + 5;
UPDATE parts_elsewhere.events_us SET payload = 'written to the partition' WHERE id = 1000 * :i + 1;
-- Of these the leaves are keyed; the parent is not.
INSERT INTO parts.holes (id, t) VALUES (10 * :i, 'round ' || :i), (-10 * :i, NULL);
UPDATE parts.holes_low SET t = 'round ' || :i WHERE id = -1;
UPDATE parts.holes SET id = -id - 1 WHERE id = 10 * (:i - 1);
INSERT INTO parts.by_text VALUES (chr(97 + :i % 26) || 'round ' || :i, 'x');
UPDATE parts.by_text SET name = CASE WHEN name < 'm' THEN 'x' || name ELSE 'b' || name END WHERE name LIKE '%round ' || (:i - 1);
UPDATE parts.by_hash SET name = name || :i, n = n + 1 WHERE n = 1 + :i % 9;
INSERT INTO parts.by_enum VALUES (CASE WHEN :i % 2 = 0 THEN 'sad' ELSE 'ecstatic' END::types.mood, 100 + :i);
INSERT INTO parts.by_expression VALUES (:i, 'round');
INSERT INTO parts.by_two VALUES (1 + :i % 18, -:i, 'round');
UPDATE parts.by_two SET a = 19 - a WHERE b = -:i;
INSERT INTO parts.mixed VALUES (2, 'round ' || :i), (3, 'round ' || :i);
UPDATE parts.mixed_1 SET t = 'round ' || :i;
UPDATE parts.mixed_2 SET t = t || '.' WHERE t LIKE 'round%';
INSERT INTO parts.refers VALUES (5 + :i, 1 + :i % 3) ON CONFLICT DO NOTHING;

-- Inheritance: through the parent, and ONLY.
UPDATE inherit.cities SET name = 'round ' || :i, altitude = altitude + 1 WHERE id = 1 + :i % 7;
UPDATE ONLY inherit.cities SET added_later = 'round ' || :i WHERE id = 1;
INSERT INTO inherit.capitals (id, name) VALUES (100 + :i, 'round');
INSERT INTO inherit.villages (id, people) VALUES (2, 100);
DELETE FROM inherit.cities WHERE id = 100 + :i - 2;
UPDATE inherit.coloured SET colour = 'round ' || :i WHERE id = 5;
INSERT INTO inherit.people VALUES (100 + :i, 'round', '2000-01-01');
UPDATE inherit.people SET name = name || '.' WHERE id = 1;

-- Shapes. Large values that the update leaves alone are not sent.
INSERT INTO storage.no_columns DEFAULT VALUES;
INSERT INTO storage.no_columns_left DEFAULT VALUES;
INSERT INTO storage.one_column VALUES (E'\\N round ' || :i);
UPDATE storage.toasted SET counter = :i WHERE id IN (1 + :i % 4, 4);
UPDATE storage.toasted SET ext = ext || :i, list = NULL WHERE id = 1 + :i % 3;
UPDATE storage.toasted SET main = repeat(md5(:'i'), 200), doc = jsonb_build_object('i', repeat(md5(:'i'), 200)) WHERE id = 2;
UPDATE storage.toasted SET id = -id WHERE id IN (3, -3);
INSERT INTO storage.toasted (id, ext) VALUES (100 + :i, repeat(md5(:'i'), 500 + 100 * :i));
DELETE FROM storage.toasted WHERE id = 100 + :i - 2;
UPDATE storage.toasted_full SET counter = :i WHERE a = 1 + :i % 2;
UPDATE storage.toasted_key SET t = 'round ' || :i;
UPDATE storage.toasted_key SET k = k || '!' WHERE k LIKE 'key%' AND :i % 4 = 0;
UPDATE storage.columns_1600 SET c5 = :i % 100, c2 = 'y', c1600 = :i % 2 = 0, c799 = 't' || :i WHERE c1 = 1 + :i % 3;
INSERT INTO storage.columns_1600 (c1, c1600) VALUES (100 + :i, true);
UPDATE storage.altered SET a = 'round ' || :i, no_value = :i WHERE id = 1 + :i % 2;
INSERT INTO storage.altered (id) VALUES (100 + :i);
UPDATE storage.tuned SET a = a - 1, b = 'round ' || :i WHERE id = 1 + :i % 10;
INSERT INTO storage.unlogged (t) VALUES ('round ' || :i);
UPDATE storage.indexed SET a = a + 1, j = j || jsonb_build_object('i', :i), p = point(:i, 1) WHERE id = 1 + :i % 10;

-- Types: change every column of one row to what another row holds, edge value by edge value.
UPDATE types.numbers t SET (i2, i4, i8, f4, f8, n, n_10_2, n_1000, m, o, b) = (SELECT i2, i4, i8, f4, f8, n, n_10_2, n_1000, m, o, b FROM types.numbers WHERE id = 1 + :i % 12) WHERE id = 1 + (:i + 5) % 12;
UPDATE types.strings t SET (t, v, v10, c, c10, bp, n, ch, by, bi, vb, vb12) = (SELECT s.t, v, v10, c, c10, bp, n, ch, by, bi, vb, vb12 FROM types.strings s WHERE id = 1 + :i % 7) WHERE id = 1 + (:i + 3) % 7;
UPDATE types.times t SET (d, t, tz, ts, tstz, iv) = (SELECT d, s.t, tz, ts, tstz, iv FROM types.times s WHERE id = 1 + :i % 8) WHERE id = 1 + (:i + 3) % 8;
UPDATE types.net t SET (i, m, u) = (SELECT i, m, u FROM types.net WHERE id = 1 + :i % 5) WHERE id = 1 + (:i + 2) % 5;
UPDATE types.shapes t SET (p, li, ls, b, pa, po, ci) = (SELECT p, li, ls, b, pa, po, ci FROM types.shapes WHERE id = 1 + :i % 3) WHERE id = 1 + (:i + 1) % 3;
UPDATE types.documents t SET (j, jb, tv, tq) = (SELECT j, jb, tv, tq FROM types.documents WHERE id = 1 + :i % 6) WHERE id = 1 + (:i + 2) % 6;
UPDATE types.ranges t SET (i4, i8, n, ts, tstz, d, tx, mo, ti, fl) = (SELECT i4, i8, n, ts, tstz, d, tx, mo, ti, fl FROM types.ranges WHERE id = 1 + :i % 4) WHERE id = 1 + (:i + 2) % 4;
UPDATE types.made t SET (m, c, p, d1, d4, d5, d6) = (SELECT m, c, p, d1, d4, d5, d6 FROM types.made WHERE id = 1 + :i % 5) WHERE id = 1 + (:i + 2) % 5;
UPDATE types.arrays t SET (i4, t, b, by, f8, ts, j, m, c, r, bx) = (SELECT i4, a.t, b, by, f8, ts, j, m, c, r, bx FROM types.arrays a WHERE id = 1 + :i % 4) WHERE id = 1 + (:i + 2) % 4;
UPDATE types.catalog t SET (rc, rt, rp, rpe, ro, roe, rr, rn, rco, rd, many) = (SELECT rc, rt, rp, rpe, ro, roe, rr, rn, rco, rd, many FROM types.catalog WHERE id = 1 + :i % 5) WHERE id = 1 + (:i + 2) % 5;
UPDATE types.internals t SET (l, s, x, ti, iv, ov, a, aa) = (SELECT l, s, x, ti, iv, ov, a, aa FROM types.internals WHERE id = 1 + :i % 3) WHERE id = 1 + (:i + 1) % 3;
UPDATE types.holds_rows SET one = (SELECT n.*::types.numbers FROM types.numbers n WHERE n.id = 1 + :i % 12) WHERE id = 1;

-- Names: each table in turn, and its namesake in the schema of its name.
DO $do$
DECLARE
    i int := current_setting('everything.i')::int;
    n text;
BEGIN
    FOR n IN SELECT l.name FROM names.list l WHERE l.id % 4 = i % 4 ORDER BY l.id LOOP
        EXECUTE format('INSERT INTO names.%1$I VALUES (%2$s, %3$L)', n, 100 + i, 'round ' || i || n);
        EXECUTE format('UPDATE names.%1$I SET %1$I = %1$I + 1000, "Other Column" = %2$L WHERE %1$I = %3$s', n, 'moved' || i, 100 + i - 4);
        EXECUTE format('DELETE FROM names.%1$I WHERE %1$I = %2$s', n, 1100 + i - 8);
        PERFORM nextval(format('names.%I', 's' || left(n, 20)));
        IF to_regnamespace(quote_ident(n)) IS NOT NULL THEN
            EXECUTE format('UPDATE %1$I.%1$I SET "t" = %2$L WHERE %1$I = 1', n, 'round ' || i);
            EXECUTE format('INSERT INTO %1$I.%1$I VALUES (%2$s)', n, 100 + i);
            EXECUTE format('DELETE FROM %1$I.%1$I WHERE %1$I = %2$s', n, 100 + i - 4);
        END IF;
    END LOOP;
END
$do$;
UPDATE names.list SET rows = rows + 1 WHERE id % 4 = :i % 4;

-- Code: triggers of every kind, rules, views that are written, row security, search.
INSERT INTO code.with_triggers VALUES (100 + :i, 'round');
UPDATE code.with_triggers SET t = 'round ' || :i WHERE id = 1;
INSERT INTO views.written VALUES (1000 + :i, 'through the view');
INSERT INTO code.with_rules VALUES (100 + :i, 'round');
UPDATE code.with_rules SET t = 'refused' WHERE id = 1;
DELETE FROM views.ruled WHERE id = 100 + :i - 2;
INSERT INTO code.calls (id, t, m) VALUES (100 + :i, 'round ' || :i, 'sad');
UPDATE code.calls SET whole_row = (calls.*)::text WHERE id = 100 + :i - 1;
UPDATE code.collated SET a = a || :i WHERE id = 1 + :i % 3;
INSERT INTO secured.documents VALUES (100 + :i, 'nobody', 'round', NULL);
UPDATE secured.documents SET secret = 'round ' || :i WHERE id = 1;
UPDATE secured.forced SET t = 'round ' || :i WHERE id = 1;
UPDATE search.articles SET body = body || ' again ' || :i WHERE id = 1 + :i % 3;
\if :third
    REFRESH MATERIALIZED VIEW CONCURRENTLY views.totals;
    REFRESH MATERIALIZED VIEW views.on_totals;
\endif

-- Newer majors, and what a superuser made.
\if :at_least_12
    UPDATE types.generated SET a = a + 1, b = 'round ' || :i WHERE id = 1 + :i % 3;
    INSERT INTO types.generated (id, a) VALUES (100 + :i, :i);
    INSERT INTO types.generated_full (a, b) VALUES (:i, 'round');
    UPDATE types.was_generated SET g = -:i WHERE id = 1;
    UPDATE parts.generated SET id = 20 - id, a = a + 1 WHERE id IN (1, 19);
    UPDATE inherit.generated_parent SET a = a + 1;
    UPDATE types.paths SET p = ('$.round[' || :i || ']')::jsonpath WHERE id = 2;
    INSERT INTO parts.by_time VALUES (timestamptz '2024-01-01 00:00:00+00' + :i * interval '1 day', :i + 1);
    INSERT INTO keys.refers_to_partitioned SELECT 100 + :i, region, at, id FROM parts.events WHERE id = 1000 * :i + 4;
\endif
\if :at_least_13
    UPDATE types.since_13 SET x = :'i'::xid8 WHERE id = 1 + :i % 3;
\endif
\if :at_least_14
    UPDATE types.multiranges SET i4 = i4 + int4multirange(int4range(10 * :i, 10 * :i + 5)) WHERE id = 1;
    UPDATE keys.multirange_key SET t = 'round ' || :i WHERE id = '{}';
    UPDATE types.numeric_infinity SET n = -n WHERE id < 3;
    SELECT code.standard_body();
    CALL code.standard_procedure('round', NULL);
\endif
\if :at_least_15
    INSERT INTO keys.nulls_not_distinct VALUES (100 + :i, 100 + :i, NULL);
    UPDATE types.odd_scales SET thousands = -thousands WHERE id < 3;
    UPDATE keys.sets_some_null SET a = 1, b = 2 WHERE id = 1;
    SELECT nextval('sequences.unlogged');
    UPDATE parts.filtered SET t = 'round ' || :i;
\endif
\if :at_least_16
    UPDATE types.json_checks SET t = format('{"round": %s}', :i) WHERE id = 1;
    UPDATE storage.storage_in_create SET d = 'round ' || :i;
\endif
\if :at_least_17
    INSERT INTO parts.with_identity (region) VALUES ('a'), ('round ' || :i);
    UPDATE parts.with_identity SET region = CASE region WHEN 'a' THEN 'z' ELSE 'a' END WHERE id = 1;
    UPDATE types.infinite_intervals SET i = -i;
    UPDATE keys.builtin_collation SET t = 'round ' || :i WHERE id = 'Ä';
\endif
\if :at_least_18
    UPDATE types.virtual SET a = :i WHERE id = 1;
    UPDATE parts.virtual SET a = :i;
    UPDATE keys.temporal SET t = 'round ' || :i WHERE id = '[1,2)' AND valid @> date '2020-06-01';
    UPDATE keys.not_enforced SET a = -:i, customer = -:i;
    UPDATE keys.not_null_not_valid SET b = :i WHERE a IS NOT NULL;
    INSERT INTO keys.not_null_not_valid VALUES (100 + :i, 1, 1, 1, 1);
\endif
\if :superuser_tables
    UPDATE types.temperatures_seen SET "default" = :'i', many = ARRAY[:'i', NULL]::types.temperature[] WHERE t OPERATOR(types.=) '0'::types.temperature;
    UPDATE types.temperatures_parts SET n = n + 1 WHERE t OPERATOR(types.=) '-40'::types.temperature;
    INSERT INTO code.downwards VALUES (100 + :i, :i);
    UPDATE code.made_under_watch SET t = 'round ' || :i;
\endif
\o
