-- Roles: once per cluster, by a superuser. The password of every role that has one is 'everything'.

CREATE ROLE everything_owner LOGIN
    PASSWORD 'SCRAM-SHA-256$4096:ZXZlcnl0aGluZy1hcHAtMQ==$FrM+d8Yf6MwFsHhR7/W5G5CiRtuaxj20R3sgxbbburU=:m3FSDap7UQLUEK1yfsLZPYLfYt2+kR8vujfuto+ARdk=';
CREATE ROLE "Everything App" LOGIN
    PASSWORD 'SCRAM-SHA-256$4096:ZXZlcnl0aGluZy1hcHAtMg==$MxXNhRoRjFXmhb+VmtDu//cGxc+EeMWz9en+9dovm7U=:XXLmzIwd2KpTAtDvvdAw0kRLDdhfwH0M1mGqzrJItXw=';
CREATE ROLE everything_readonly LOGIN
    PASSWORD 'SCRAM-SHA-256$4096:ZXZlcnl0aGluZy1hcHAtMw==$ef15XhCij3MsNa6DOwR6TyDIJcAtb2VxpjKGnOuY8ow=:ZcvjVXAR8GCVofG837yCXFGa8Hr/HoniWaNJWEwqkxY=';

-- Another iteration count, and the old hash (18 warns about it): both must arrive as they are.
CREATE ROLE everything_many_rounds LOGIN
    PASSWORD 'SCRAM-SHA-256$10000:ZXZlcnl0aGluZy1hcHAtNA==$3qUTzbZ3+UjQHFXkoUhzEn/14MwnZNcqajYCFPc3iME=:BjNnJ5GX+mZGKLFwixiKB7t3jCF8v9K/aBz/fYyGsqc=';
CREATE ROLE everything_md5 LOGIN PASSWORD 'md570a41f8e7c05e896a88f81ead1672dd2';

-- A login without a password (peer, certificate), and a password without LOGIN.
CREATE ROLE everything_passwordless LOGIN;
CREATE ROLE everything_nologin NOLOGIN
    PASSWORD 'SCRAM-SHA-256$4096:ZXZlcnl0aGluZy1hcHAtMg==$MxXNhRoRjFXmhb+VmtDu//cGxc+EeMWz9en+9dovm7U=:XXLmzIwd2KpTAtDvvdAw0kRLDdhfwH0M1mGqzrJItXw=';

-- Groups.
CREATE ROLE everything_readers NOLOGIN;
CREATE ROLE everything_writers NOLOGIN;
CREATE ROLE everything_empty_group NOLOGIN;

-- One role per attribute.
CREATE ROLE everything_admin LOGIN CREATEDB CREATEROLE;
CREATE ROLE everything_bypass LOGIN BYPASSRLS;
CREATE ROLE everything_replicator LOGIN REPLICATION;
CREATE ROLE everything_noinherit LOGIN NOINHERIT;
CREATE ROLE everything_expired LOGIN VALID UNTIL '2001-01-01 00:00:00+00';
CREATE ROLE everything_forever LOGIN VALID UNTIL 'infinity';
CREATE ROLE everything_limited LOGIN CONNECTION LIMIT 3;
CREATE ROLE everything_nobody LOGIN CONNECTION LIMIT 0;

-- Names that need quotes: space, both quotes, backslash, other scripts, 63 bytes, a newline, a keyword.
CREATE ROLE "everything ""quoted"" 'role' \ 100% $1" LOGIN;
CREATE ROLE "everything роль 役割 🐘" LOGIN;
CREATE ROLE "everything_63_bytes_0123456789012345678901234567890123456789012" NOLOGIN;
CREATE ROLE U&"everything\000Anew\000Aline" NOLOGIN;
CREATE ROLE "Select" LOGIN;

-- Memberships: plain, with admin option, nested, by a grantor other than the superuser.
GRANT everything_readers TO everything_writers;
GRANT everything_readers TO everything_readonly;
GRANT everything_writers TO "Everything App";
GRANT everything_writers TO everything_noinherit;
GRANT everything_writers, everything_readers TO everything_admin WITH ADMIN OPTION;
SET ROLE everything_admin;
GRANT everything_readers TO "Select";
RESET ROLE;
GRANT everything_readers TO "everything ""quoted"" 'role' \ 100% $1" WITH ADMIN OPTION;
GRANT everything_owner TO everything_admin;
GRANT pg_monitor TO everything_admin;

-- Settings of roles. The timeouts hit whoever logs in as one of these for a long copy.
ALTER ROLE everything_owner SET lock_timeout = '5s';
ALTER ROLE everything_owner SET statement_timeout = '10min';
ALTER ROLE everything_owner SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE "Everything App" SET search_path = "App Schema", app, public;
ALTER ROLE "Everything App" SET statement_timeout = '30s';
ALTER ROLE "Everything App" SET "everything.note" = E'it''s a "note", with \\ and\na line';
ALTER ROLE "Everything App" SET work_mem = '8MB';
ALTER ROLE everything_readonly SET default_transaction_read_only = on;
-- Only a superuser may set this one, for anybody.
ALTER ROLE everything_admin SET log_min_duration_statement = '250ms';
ALTER ROLE "everything роль 役割 🐘" SET DateStyle = 'German, DMY';
ALTER ROLE "everything роль 役割 🐘" SET TimeZone = 'Asia/Kathmandu';

COMMENT ON ROLE everything_owner IS 'owns nearly everything';
COMMENT ON ROLE "everything ""quoted"" 'role' \ 100% $1" IS E'it''s quoted \\ 100% $1\nsecond line';

SELECT current_setting('server_version_num')::int >= 140000 AS at_least_14,
       current_setting('server_version_num')::int >= 150000 AS at_least_15,
       current_setting('server_version_num')::int >= 160000 AS at_least_16,
       current_setting('server_version_num')::int < 140000 AS below_14,
       current_setting('server_version_num')::int < 160000 AS below_16 \gset
\if :at_least_14
    GRANT pg_read_all_data TO everything_bypass;
\endif
\if :at_least_15
    -- Privileges on settings belong to the cluster.
    GRANT SET ON PARAMETER log_min_duration_statement TO everything_owner;
    GRANT SET, ALTER SYSTEM ON PARAMETER "everything.note" TO "Everything App" WITH GRANT OPTION;
\endif
\if :at_least_16
    GRANT everything_readers TO everything_passwordless WITH INHERIT FALSE, SET TRUE;
    GRANT everything_readers TO everything_limited WITH INHERIT TRUE, SET FALSE;
    GRANT everything_writers TO everything_limited WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
\endif

-- Settings that a newer major no longer knows: setting them again fails there.
\if :below_14
    ALTER ROLE everything_forever SET operator_precedence_warning = on;
\endif
\if :below_16
    ALTER ROLE everything_forever SET force_parallel_mode = off;
\endif
