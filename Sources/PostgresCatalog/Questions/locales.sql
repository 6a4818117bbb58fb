-- Locales that this server knows: what initdb found on the machine, and what its databases use.
SELECT collprovider AS provider,
       coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale',
                to_jsonb(l) ->> 'collcollate') AS name
  FROM pg_collation l
 WHERE collprovider <> 'd'
UNION
SELECT 'c', datcollate FROM pg_database
