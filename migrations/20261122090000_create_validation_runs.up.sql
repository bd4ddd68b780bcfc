-- One row for each look at a change's branch. It is the queue as well: a server takes a row for a while (`lease_until`) and
-- gives it back by dying. The result that the workflow goes by is in `workflow_states`; here is the whole report.
CREATE TABLE validation_runs (
    id uuid PRIMARY KEY,
    change_id uuid NOT NULL REFERENCES change_requests (id),
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'superseded')),
    cause text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    finished_at timestamptz,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_until timestamptz,
    head text,
    base text,
    digest text,
    parts jsonb NOT NULL DEFAULT '[]',
    -- As it was made, strings that jsonb refuses included.
    report json,
    error text,
    CHECK ((state IN ('done', 'failed', 'superseded')) = (finished_at IS NOT NULL))
);

-- One that waits and one that runs at most, so that a hundred pushes are two runs.
CREATE UNIQUE INDEX validation_runs_active ON validation_runs (change_id, state) WHERE state IN ('queued', 'running');
CREATE INDEX validation_runs_of_change ON validation_runs (change_id, requested_at DESC);
CREATE INDEX validation_runs_by_digest ON validation_runs (digest) WHERE state = 'done';

-- Results of runs on the scratch database, by the digest of the history: the same one gives the same result.
CREATE TABLE proofs (
    digest text PRIMARY KEY,
    proof json NOT NULL,
    created_at timestamptz NOT NULL
);

-- Few changes have a branch or a waiver; the rounds that look for them read only those.
CREATE INDEX workflow_states_with_source ON workflow_states (change_id) WHERE step_data ? 'source';
CREATE INDEX workflow_states_with_waivers ON workflow_states (change_id) WHERE step_data ? 'waivers';
