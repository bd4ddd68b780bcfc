SET lock_timeout = '2s';
-- A constant default needs no rewrite of the table.
ALTER TABLE one_time_links ADD COLUMN purpose text NOT NULL DEFAULT 'welcome';
