-- What a live change reaches without touching it: found by the analysis of its impact. A change that touches it collides;
-- views and foreign keys collide with whoever else reaches them, since both have to go along with what they stand on.
CREATE TABLE change_reaches (
    change_id uuid NOT NULL REFERENCES change_requests (id),
    project_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('table', 'column', 'endpoint', 'view', 'foreign-key')),
    key text NOT NULL,
    live boolean NOT NULL DEFAULT true,
    PRIMARY KEY (change_id, kind, key)
);
CREATE INDEX change_reaches_live ON change_reaches (project_key, kind, key) WHERE live;

-- A run looks at a branch, or at what the request alone reaches in the main line.
ALTER TABLE validation_runs ADD COLUMN about text NOT NULL DEFAULT 'branch';

-- No two live changes are on one branch; who names one looks here first.
CREATE INDEX workflow_states_by_branch ON workflow_states ((step_data -> 'source' ->> 'branch')) WHERE step_data ? 'source';
