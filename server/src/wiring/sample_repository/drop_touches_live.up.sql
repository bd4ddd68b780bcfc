SET lock_timeout = '2s';
DROP INDEX change_touches_live;
ALTER TABLE change_touches DROP COLUMN live;
