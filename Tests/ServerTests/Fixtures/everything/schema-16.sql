-- What PostgreSQL 16 added.

SET ROLE everything_owner;
SET search_path = pg_catalog;

CREATE TABLE types.json_checks (
    id int PRIMARY KEY, t text CHECK (t IS JSON WITH UNIQUE KEYS), o text CONSTRAINT is_object CHECK (o IS JSON OBJECT),
    n bigint DEFAULT 0x_FF_FF, m numeric DEFAULT 1_000_000.5);
CREATE VIEW views.json_made AS
    SELECT JSON_OBJECT('a': c.id, 'b': c.name ABSENT ON NULL RETURNING jsonb) AS o, JSON_ARRAY(c.id, 'x' NULL ON NULL) AS a,
        (SELECT JSON_ARRAYAGG(o.id ORDER BY o.id) FROM app.orders o WHERE o.customer = c.id) AS agg
    FROM app.customers c;
CREATE VIEW views.any_of AS SELECT any_value(name) AS n FROM app.customers;
CREATE TABLE storage.storage_in_create (id int PRIMARY KEY, t text STORAGE EXTERNAL COMPRESSION pglz, d text STORAGE DEFAULT);
CREATE FUNCTION code.system_user() RETURNS text LANGUAGE sql RETURN SYSTEM_USER;

INSERT INTO types.json_checks (id, t, o) VALUES (1, '{"a":1,"b":[]}', '{}'), (2, 'null', NULL);
INSERT INTO storage.storage_in_create VALUES (1, repeat('y', 3000), 'd');

RESET ROLE;
RESET search_path;
