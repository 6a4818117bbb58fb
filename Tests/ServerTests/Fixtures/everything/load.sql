-- Everything in its order, into the database that psql is connected to, which is empty:
--
--     psql -X -v ON_ERROR_STOP=1 -d DATABASE -f load.sql
--
-- By a superuser. Skips what the server is too old for or was built without. Variables:
--     -v old=1                what newer majors cannot hold (until-*.sql): not movable to those
--     -v no_superuser=1       without superuser.sql and contrib.sql
--     -v no_large_objects=1   without large-objects.sql

\set QUIET on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int / 10000 AS major, to_regrole('everything_owner') IS NULL AS roles_missing,
    (SELECT count(*) > 1 FROM pg_collation WHERE collprovider = 'i') AS has_icu,
    (SELECT count(*) = 13 FROM pg_available_extensions WHERE name IN ('hstore', 'citext', 'ltree', 'pg_trgm', 'btree_gist', 'cube', 'isn',
        'intarray', 'bloom', 'uuid-ossp', 'postgres_fdw', 'file_fdw', 'unaccent')) AS has_contrib \gset
DO $$
BEGIN
    PERFORM set_config('everything.xml', 'off', false), set_config('everything.xml', left(xmlparse(CONTENT 'on')::text, 2), false);
EXCEPTION WHEN feature_not_supported THEN
    PERFORM set_config('everything.xml', 'off', false);
END $$;
SELECT current_setting('everything.xml') AS has_xml, :major >= 12 AS at_least_12, :major >= 13 AS at_least_13, :major >= 14 AS at_least_14,
    :major >= 15 AS at_least_15, :major >= 16 AS at_least_16, :major >= 17 AS at_least_17, :major >= 18 AS at_least_18 \gset

\if :roles_missing
    \ir roles.sql
\endif
\ir database.sql
\ir schema.sql
\if :at_least_12
    \ir schema-12.sql
\endif
\if :at_least_13
    \ir schema-13.sql
\endif
\if :at_least_14
    \ir schema-14.sql
\endif
\if :at_least_15
    \ir schema-15.sql
\endif
\if :at_least_16
    \ir schema-16.sql
\endif
\if :at_least_17
    \ir schema-17.sql
\endif
\if :at_least_18
    \ir schema-18.sql
\endif
\ir data.sql
\if :has_xml
    \ir xml.sql
\endif
\if :has_icu
    \ir icu.sql
\endif
\if :{?no_large_objects}
\else
    \ir large-objects.sql
\endif
\if :{?old}
    \if :at_least_12
    \else
        \ir until-11.sql
    \endif
    \if :at_least_14
    \else
        \ir until-13.sql
    \endif
    \if :at_least_15
    \else
        \ir until-14.sql
    \endif
    \if :at_least_16
    \else
        \ir until-15.sql
    \endif
    \if :at_least_17
    \else
        \ir until-16.sql
    \endif
    \if :at_least_18
    \else
        \ir until-17.sql
    \endif
\endif
\if :{?no_superuser}
\else
    \if :has_contrib
        \ir contrib.sql
    \endif
    \ir superuser.sql
\endif
RESET client_min_messages;
