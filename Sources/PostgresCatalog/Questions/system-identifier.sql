-- The number that initdb gave this server. As text: it does not fit a JSON number everywhere.
SELECT system_identifier::text AS value FROM pg_control_system()
