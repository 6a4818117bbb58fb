-- Settings of the database that spoil a session that does not say what it wants. Everything stays
-- movable. By a superuser, into a database that is already loaded; takes effect in new sessions.

-- Text formats: dates, intervals, floats, bytes, money, nulls in arrays, xml, backslashes.
ALTER DATABASE :"DBNAME" SET DateStyle = 'SQL, DMY';
ALTER DATABASE :"DBNAME" SET IntervalStyle = 'sql_standard';
ALTER DATABASE :"DBNAME" SET TimeZone = 'Africa/Monrovia';
ALTER DATABASE :"DBNAME" SET extra_float_digits = -5;
ALTER DATABASE :"DBNAME" SET bytea_output = 'escape';
ALTER DATABASE :"DBNAME" SET array_nulls = off;              -- {NULL} is then read as the word NULL
ALTER DATABASE :"DBNAME" SET xmloption = 'document';
ALTER DATABASE :"DBNAME" SET standard_conforming_strings = off;
ALTER DATABASE :"DBNAME" SET escape_string_warning = off;
ALTER DATABASE :"DBNAME" SET quote_all_identifiers = on;
ALTER DATABASE :"DBNAME" SET transform_null_equals = on;
-- Behaviour.
ALTER DATABASE :"DBNAME" SET search_path = 'nowhere';
ALTER DATABASE :"DBNAME" SET check_function_bodies = on;
ALTER DATABASE :"DBNAME" SET default_transaction_isolation = 'serializable';
ALTER DATABASE :"DBNAME" SET default_transaction_deferrable = on;
ALTER DATABASE :"DBNAME" SET row_security = off;
ALTER DATABASE :"DBNAME" SET statement_timeout = '20s';
ALTER DATABASE :"DBNAME" SET lock_timeout = '2s';
ALTER DATABASE :"DBNAME" SET idle_in_transaction_session_timeout = '15s';
ALTER DATABASE :"DBNAME" SET synchronous_commit = off;
ALTER DATABASE :"DBNAME" SET client_min_messages = error;
ALTER DATABASE :"DBNAME" SET plan_cache_mode = force_generic_plan;

SELECT current_setting('server_version_num')::int >= 120000 AS at_least_12,
    current_setting('server_version_num')::int >= 140000 AS at_least_14,
    current_setting('server_version_num')::int >= 170000 AS at_least_17 \gset
\if :at_least_12
    ALTER DATABASE :"DBNAME" SET default_table_access_method = 'everything_heap';
\endif
\if :at_least_14
    ALTER DATABASE :"DBNAME" SET idle_session_timeout = '30s';
\endif
\if :at_least_17
    ALTER DATABASE :"DBNAME" SET transaction_timeout = '25s';
\endif
-- The same for the role that logs in; and read only, unless it says otherwise.
ALTER ROLE everything_owner IN DATABASE :"DBNAME" SET default_transaction_read_only = on;
ALTER ROLE everything_owner IN DATABASE :"DBNAME" SET DateStyle = 'German';
ALTER DATABASE :"DBNAME" CONNECTION LIMIT 12;
