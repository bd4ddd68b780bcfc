SET lock_timeout = '2s';
ALTER TABLE one_time_links DROP COLUMN purpose;
