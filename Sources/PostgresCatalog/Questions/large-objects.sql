SELECT count(*) AS value FROM pg_largeobject_metadata
