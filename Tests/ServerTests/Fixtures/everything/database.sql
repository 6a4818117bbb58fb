-- What belongs to the database as a whole. By a superuser, connected to that database, after roles.sql.

ALTER DATABASE :"DBNAME" OWNER TO everything_owner;
ALTER DATABASE :"DBNAME" CONNECTION LIMIT 50;
COMMENT ON DATABASE :"DBNAME" IS E'everything: it''s a database\nwith a second line';

ALTER DATABASE :"DBNAME" SET search_path = "$user", app, public;
ALTER DATABASE :"DBNAME" SET TimeZone = 'Asia/Kathmandu';
ALTER DATABASE :"DBNAME" SET "everything.tenant" = 'Zoë''s "tenant" \ 1';
ALTER DATABASE :"DBNAME" SET default_text_search_config = 'pg_catalog.simple';

-- Settings of one role in this database, and of every role in it.
ALTER ROLE "Everything App" IN DATABASE :"DBNAME" SET search_path = app, "App Schema";
ALTER ROLE "Everything App" IN DATABASE :"DBNAME" SET random_page_cost = 1.1;
ALTER ROLE ALL IN DATABASE :"DBNAME" SET enable_nestloop = on;

-- PUBLIC may neither connect nor create temporary tables here.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO everything_readers, "Everything App";
GRANT CONNECT, TEMPORARY ON DATABASE :"DBNAME" TO "Everything App" WITH GRANT OPTION;
GRANT CREATE ON DATABASE :"DBNAME" TO everything_admin;

-- Nor use the schema that everybody used to share.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO everything_readers, everything_owner;
GRANT CREATE ON SCHEMA public TO everything_owner;
COMMENT ON SCHEMA public IS 'not for everybody any more';

REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO everything_owner, everything_admin;
GRANT USAGE ON LANGUAGE plpgsql TO "Everything App" WITH GRANT OPTION;
-- An ACL on an object of the system's own: pg_dump keeps what differs from initdb's.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO everything_owner;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO everything_admin;
