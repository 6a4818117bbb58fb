-- Needs a server built with ICU.

SET ROLE everything_owner;
CREATE SCHEMA icu;
CREATE COLLATION icu.german_phonebook (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION icu.numeric_order (provider = icu, locale = 'en-u-kn-true');
CREATE TABLE icu.words (id int PRIMARY KEY, a text COLLATE icu.german_phonebook, b text COLLATE "de-x-icu");
CREATE INDEX words_a ON icu.words (a, b COLLATE icu.numeric_order);
CREATE TABLE icu.by_text (name text COLLATE icu.numeric_order, t text, PRIMARY KEY (name)) PARTITION BY RANGE (name);
CREATE TABLE icu.by_text_low PARTITION OF icu.by_text FOR VALUES FROM (MINVALUE) TO ('a10');
CREATE TABLE icu.by_text_high PARTITION OF icu.by_text FOR VALUES FROM ('a10') TO (MAXVALUE);
INSERT INTO icu.words VALUES (1, 'Ärger', 'ä'), (2, 'Aerger', 'ae'), (3, 'a10', 'a9');
INSERT INTO icu.by_text VALUES ('a9', 'before a10'), ('a11', 'after');
SELECT current_setting('server_version_num')::int >= 120000 AS at_least_12,
    current_setting('server_version_num')::int >= 160000 AS at_least_16 \gset
\if :at_least_12
    CREATE COLLATION icu.ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TABLE icu.any_case (id text COLLATE icu.ignore_case PRIMARY KEY, t text);
    CREATE TABLE icu.any_case_full (a text COLLATE icu.ignore_case, t text);
    ALTER TABLE icu.any_case_full REPLICA IDENTITY FULL;
    INSERT INTO icu.any_case VALUES ('One', 'x'), ('TWO', 'y');
    INSERT INTO icu.any_case_full VALUES ('same', 'x'), ('SAME', 'x');
\endif
\if :at_least_16
    CREATE COLLATION icu.with_rules (provider = icu, locale = 'und', rules = '&a < g');
    CREATE TABLE icu.ruled (id text COLLATE icu.with_rules PRIMARY KEY);
    INSERT INTO icu.ruled VALUES ('g'), ('b');
\endif
RESET ROLE;
