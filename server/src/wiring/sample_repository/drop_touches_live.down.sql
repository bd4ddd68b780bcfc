SET lock_timeout = '2s';
ALTER TABLE change_touches ADD COLUMN live boolean NOT NULL DEFAULT true;
CREATE INDEX change_touches_live ON change_touches (project_key, kind, key) WHERE live;
