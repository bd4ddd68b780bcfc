-- Change requests, their workflow, and what they touch.
CREATE SEQUENCE change_numbers AS bigint START WITH 101;

CREATE TABLE change_requests (
    id uuid PRIMARY KEY,
    number bigint NOT NULL UNIQUE CHECK (number > 0),
    project_key text NOT NULL REFERENCES projects (key),
    title text NOT NULL CHECK (length(title) BETWEEN 3 AND 200),
    description text NOT NULL CHECK (length(description) <= 20000),
    type text NOT NULL,
    priority text NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'critical')),
    requester text NOT NULL REFERENCES users (name),
    team text NOT NULL,
    routing_reason text NOT NULL,
    assignee text REFERENCES users (name),
    status text NOT NULL CHECK (status IN ('open', 'on-hold', 'closed', 'rejected', 'cancelled', 'rolled-back')),
    status_reason text,
    stage text NOT NULL,
    -- Position of the stage, 0 to 7, for ordering.
    stage_rank smallint NOT NULL CHECK (stage_rank BETWEEN 0 AND 7),
    stage_entered_at timestamptz NOT NULL,
    -- low 0 … critical 3, for ordering.
    priority_rank smallint NOT NULL CHECK (priority_rank BETWEEN 0 AND 3),
    metadata jsonb NOT NULL,
    breaking boolean NOT NULL,
    risk text NOT NULL,
    -- Derived from the workflow, so that lists need not read it.
    steps_done integer NOT NULL,
    steps_total integer NOT NULL,
    current_step_title text,
    -- Roles that can do a ready step, and roles whose approval is waited for.
    ready_roles text[] NOT NULL DEFAULT '{}',
    ended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL CHECK (version > 0),
    search tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', 'CHG-' || number::text || ' ' || title || ' ' || description)
    ) STORED,
    CHECK ((status IN ('open', 'on-hold')) = (ended_at IS NULL))
);
-- Every order of the list within a project, over all changes and over the live ones, so that ended changes cost nothing.
CREATE INDEX change_requests_updated ON change_requests (project_key, updated_at DESC, number DESC);
CREATE INDEX change_requests_number ON change_requests (project_key, number DESC);
CREATE INDEX change_requests_priority ON change_requests (project_key, priority_rank DESC, number DESC);
CREATE INDEX change_requests_stage ON change_requests (project_key, stage_rank DESC, number DESC);
CREATE INDEX change_requests_live_updated ON change_requests (project_key, updated_at DESC, number DESC) WHERE ended_at IS NULL;
CREATE INDEX change_requests_live_number ON change_requests (project_key, number DESC) WHERE ended_at IS NULL;
CREATE INDEX change_requests_live_priority ON change_requests (project_key, priority_rank DESC, number DESC) WHERE ended_at IS NULL;
CREATE INDEX change_requests_live_stage ON change_requests (project_key, stage_rank DESC, number DESC) WHERE ended_at IS NULL;
CREATE INDEX change_requests_board ON change_requests (project_key, stage_rank, priority_rank DESC, number DESC) INCLUDE (stage_entered_at) WHERE ended_at IS NULL;
CREATE INDEX change_requests_status ON change_requests (project_key, status, updated_at DESC, number DESC);
CREATE INDEX change_requests_team ON change_requests (project_key, team, updated_at DESC, number DESC);
CREATE INDEX change_requests_requester ON change_requests (project_key, requester, updated_at DESC, number DESC);
CREATE INDEX change_requests_assignee ON change_requests (project_key, assignee, updated_at DESC, number DESC);
CREATE INDEX change_requests_ended ON change_requests (project_key, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX change_requests_search ON change_requests USING gin (search);
CREATE INDEX change_requests_components ON change_requests USING gin ((metadata -> 'affectedComponents'));

CREATE TABLE workflow_states (
    change_id uuid PRIMARY KEY REFERENCES change_requests (id),
    current_step text NOT NULL,
    step_data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Tables, columns and endpoints a live change touches; rows go when the change ends.
CREATE TABLE change_touches (
    change_id uuid NOT NULL REFERENCES change_requests (id),
    project_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('table', 'column', 'endpoint')),
    key text NOT NULL,
    live boolean NOT NULL DEFAULT true,
    PRIMARY KEY (change_id, kind, key)
);
CREATE INDEX change_touches_live ON change_touches (project_key, kind, key) WHERE live;
CREATE INDEX change_touches_key ON change_touches (project_key, kind, key);

CREATE TABLE change_dependencies (
    change_id uuid NOT NULL REFERENCES change_requests (id),
    depends_on uuid NOT NULL REFERENCES change_requests (id),
    PRIMARY KEY (change_id, depends_on),
    CHECK (change_id <> depends_on)
);
CREATE INDEX change_dependencies_reverse ON change_dependencies (depends_on);

CREATE TABLE documents (
    id uuid PRIMARY KEY,
    change_id uuid NOT NULL REFERENCES change_requests (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    media_type text NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    sha256 text NOT NULL CHECK (length(sha256) = 64),
    content bytea NOT NULL,
    added_by text NOT NULL REFERENCES users (name),
    created_at timestamptz NOT NULL
);
CREATE INDEX documents_change ON documents (change_id);
ALTER TABLE documents ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE idempotency_keys (
    user_name text NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of the request, so that a key cannot be used for another one.
    request_hash bytea NOT NULL,
    change_id uuid NOT NULL REFERENCES change_requests (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_name, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
