-- What happened: append-only, hash-chained; and the live stream fed in the same transaction.
CREATE TABLE audit_trail (
    id uuid PRIMARY KEY,
    change_id uuid REFERENCES change_requests (id),
    project_key text REFERENCES projects (key),
    stream text NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    action text NOT NULL,
    actor text NOT NULL,
    subject text NOT NULL,
    details jsonb,
    origin text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    prev_hash text NOT NULL CHECK (length(prev_hash) = 64),
    hash text NOT NULL CHECK (length(hash) = 64),
    UNIQUE (stream, seq)
);
CREATE INDEX audit_trail_project ON audit_trail (project_key, created_at DESC, id DESC);
CREATE INDEX audit_trail_time ON audit_trail (created_at DESC, id DESC);
-- Which changes were on hold at some time.
CREATE INDEX audit_trail_holds ON audit_trail (change_id, seq DESC) WHERE action IN ('change.held', 'change.resumed');

CREATE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_trail_append_only BEFORE UPDATE OR DELETE ON audit_trail FOR EACH ROW EXECUTE FUNCTION refuse_alteration();
CREATE TRIGGER audit_trail_no_truncate BEFORE TRUNCATE ON audit_trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_alteration();

-- Last entry of each chain; its row lock puts the operations on one chain in order.
CREATE TABLE audit_heads (
    stream text PRIMARY KEY,
    project_key text REFERENCES projects (key),
    seq bigint NOT NULL,
    hash text NOT NULL,
    -- Set while the head is newer than the last checkpoint.
    dirty boolean NOT NULL DEFAULT true
);
CREATE INDEX audit_heads_dirty ON audit_heads (project_key) WHERE dirty;

-- Heads of all chains altered since the checkpoint before, chained among themselves.
CREATE TABLE audit_checkpoints (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Empty for the chains of the server itself.
    project_key text NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    heads jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (project_key, seq)
);
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_alteration();
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_alteration();

-- The transaction id orders the stream: readers stop below the oldest running transaction, so that a late commit is never skipped.
CREATE TABLE live_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    project_key text,
    change_id uuid,
    number bigint,
    action text NOT NULL,
    actor text NOT NULL,
    summary text NOT NULL,
    version bigint,
    at timestamptz NOT NULL
);
CREATE INDEX live_events_order ON live_events (xid, id);
CREATE INDEX live_events_age ON live_events (at);
