-- Large objects, with owner, privileges and comment. They are never replicated: moved as they are
-- while nobody changes them, else reported (unmovable.sql changes them).

SELECT lo_from_bytea(990001, decode(repeat('00ff5c27', 1000), 'hex')) AS first, lo_from_bytea(990002, '') AS empty,
    lo_from_bytea(990003, convert_to('third', 'UTF8')) AS third \gset
ALTER LARGE OBJECT 990001 OWNER TO everything_owner;
GRANT SELECT ON LARGE OBJECT 990001 TO everything_readers;
GRANT SELECT, UPDATE ON LARGE OBJECT 990003 TO "Everything App" WITH GRANT OPTION;
COMMENT ON LARGE OBJECT 990001 IS E'it''s a large object\n2';
