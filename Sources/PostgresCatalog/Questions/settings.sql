-- Settings as a session of ours starts with them; reset_val, because this session has set timeouts.
SELECT name, coalesce(reset_val, setting, '') AS value
  FROM pg_settings
 WHERE name LIKE 'max\_%' OR name LIKE 'rds.%' OR name LIKE 'cloudsql.%' OR name LIKE 'azure.%'
    OR name LIKE '%\_timeout'
    OR name IN ('wal_level', 'superuser_reserved_connections', 'reserved_connections',
                'idle_replication_slot_timeout', 'default_transaction_read_only',
                'password_encryption', 'session_replication_role', 'shared_preload_libraries',
                'logical_decoding_work_mem', 'output_plugin_libraries', 'block_size',
                'wal_segment_size', 'row_security', 'ssl', 'cron.database_name')
