CREATE SCHEMA billing; CREATE EXTENSION citext; CREATE SEQUENCE tickets; CREATE ROLE reporter;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TYPE pair AS (a int, b int); CREATE DOMAIN short_text AS text;
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL, name varchar(50),
    age integer, feeling mood, balance integer DEFAULT 0 NOT NULL, code varchar(20)
);
CREATE TABLE orders (
    id bigint CONSTRAINT orders_pkey PRIMARY KEY, user_id bigint NOT NULL CONSTRAINT orders_user_fk REFERENCES users (id),
    total numeric(10, 2), CONSTRAINT orders_total_check CHECK (total >= 0)
);
CREATE TABLE loose (a bigint, b text);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
CREATE UNIQUE INDEX users_email_idx ON users (email); CREATE INDEX users_name_idx ON users (name);
CREATE VIEW active_users AS SELECT id, email FROM users;
CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own_orders ON orders USING (true);
CREATE TABLE events (at timestamptz NOT NULL, body text) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
