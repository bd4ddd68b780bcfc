//! What is done by a call.

use super::tests::in_up;

#[test]
fn a_routine_that_is_called_does_it_here() {
    let rules = ["delete-without-where", "drop-table", "not-analysable"];
    let wipe = "CREATE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; END $$;\n";
    let deleted = ["delete-without-where: every row of orders is deleted"];
    assert_eq!(in_up(wipe, &rules), Vec::<String>::new());
    assert_eq!(in_up(&format!("{wipe}SELECT wipe();"), &rules), deleted);
    assert_eq!(in_up(&format!("{wipe}DO $$ BEGIN PERFORM wipe(); END $$;"), &rules), deleted);
    let nested =
        "CREATE PROCEDURE all_of_it() LANGUAGE plpgsql AS $x$ BEGIN PERFORM wipe(); END $x$;\nCALL all_of_it();";
    assert_eq!(in_up(&format!("{wipe}{nested}"), &rules), deleted);
    let quoted = "CREATE FUNCTION gone() RETURNS void LANGUAGE sql AS 'DROP TABLE loose';\nSELECT gone();";
    assert_eq!(in_up(quoted, &rules), ["drop-table: table loose is dropped with its rows"]);
    let circle = "CREATE FUNCTION a() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM b(); END $$;
        CREATE FUNCTION b() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM a(); DELETE FROM orders; END $$;
        SELECT a();";
    assert_eq!(in_up(circle, &rules), deleted);
    let glued =
        "CREATE FUNCTION g(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || t; END $$;
        SELECT g('orders');";
    assert_eq!(
        in_up(glued, &rules),
        ["not-analysable: what this does is not known before it runs: SQL put together at run time"]
    );
    assert_eq!(in_up("CALL elsewhere();", &rules).len(), 1);
}

#[test]
fn a_routine_does_it_wherever_it_is_called() {
    let rules = ["delete-without-where", "drop-table", "not-analysable"];
    let deleted = ["delete-without-where: every row of orders is deleted"];
    let wipe = "CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; RETURN 1; END $$;
        CREATE TABLE notes (id int, note int DEFAULT wipe());
        CREATE FUNCTION outer_one() RETURNS int LANGUAGE sql AS $$ SELECT wipe() $$;
        CREATE FUNCTION outermost() RETURNS int LANGUAGE sql AS 'WITH x AS (SELECT 1) SELECT outer_one() FROM x';
        CREATE FUNCTION given() RETURNS int LANGUAGE plpgsql AS $$ DECLARE a int := 1; BEGIN RETURN wipe() + a; END $$;
        CREATE FUNCTION circle() RETURNS int LANGUAGE sql AS $$ SELECT circle() + outermost() $$;\n";
    assert_eq!(in_up(wipe, &rules), Vec::<String>::new());
    for call in [
        "INSERT INTO users (id) VALUES (1), (wipe());",
        "INSERT INTO users SELECT wipe();",
        "UPDATE users SET id = wipe() WHERE id = 1;",
        "UPDATE users SET id = 1 WHERE id = public.wipe();",
        "DELETE FROM users WHERE id = wipe();",
        "VALUES (wipe());",
        "WITH x AS (UPDATE users SET id = wipe() WHERE id = 1 RETURNING 1) SELECT 1;",
        "ALTER TABLE users ADD COLUMN w int DEFAULT wipe();",
        "INSERT INTO notes (id) VALUES (1);",
        "CREATE TABLE made AS SELECT wipe() AS a;",
        "CREATE MATERIALIZED VIEW made AS SELECT wipe() AS a;",
        "DO $$ BEGIN UPDATE users SET id = wipe() WHERE id = 1; END $$;",
        "SELECT * FROM wipe();",
        "CREATE TABLE made AS WITH x AS (DELETE FROM users WHERE id = wipe() RETURNING 1) SELECT * FROM x;",
        "SELECT outer_one();",
        "SELECT outermost();",
        "SELECT given();",
        "SELECT circle();",
    ] {
        assert_eq!(in_up(&format!("{wipe}{call}"), &rules), deleted, "{call}");
    }
    let merge = "MERGE INTO users u USING (VALUES (1)) v (id) ON u.id = v.id WHEN MATCHED THEN UPDATE SET id = wipe();";
    assert_eq!(in_up(&format!("{wipe}{merge}"), &rules).len(), 1);
    for harmless in [
        "INSERT INTO notes (id, note) VALUES (1, 2);",
        "CREATE VIEW made AS SELECT wipe() AS a;",
        "ALTER TABLE notes ALTER COLUMN id SET DEFAULT wipe();",
        "INSERT INTO users (id) VALUES ('wipe()');",
    ] {
        assert_eq!(in_up(&format!("{wipe}{harmless}"), &rules), Vec::<String>::new(), "{harmless}");
    }
}

#[test]
fn a_routine_that_no_migration_makes_is_not_analysable() {
    let found = |sql: &str| in_up(sql, &["not-analysable"]);
    let unknown = ["not-analysable: no migration makes tidy_up: what calling it does is not known"];
    for sql in [
        "SELECT tidy_up();",
        "SELECT tidy_up('users', now()) AS done;",
        "SELECT * FROM tidy_up();",
        "SELECT now(), public.tidy_up();",
        "DO $$ BEGIN PERFORM tidy_up(); END $$;",
        "CREATE EXTENSION pgcrypto; SELECT tidy_up();",
    ] {
        assert_eq!(found(sql), unknown, "{sql}");
    }
    for sql in [
        "SELECT uuid_generate_v4();",
        "SELECT gen_random_uuid(), crypt('a', gen_salt('bf'));",
        "SELECT ST_SetSRID(ST_Point(1, 2), 4326);",
        "SELECT similarity('a', 'b');",
        "SELECT setval('s', 1), pg_notify('a', 'b');",
        "SELECT set_config('a.b', 'c', true), upper('a'), count(*), coalesce(1, 2), cast(1 as text);",
        "SELECT tidy_up(id) FROM users;",
        "SELECT 1 + tidy_up(2);",
        "SELECT * FROM generate_series(1, 2);",
        "SELECT now(), version(), current_database(), array_agg(1), jsonb_build_object('a', 1);",
        "ALTER TABLE users ADD COLUMN t int DEFAULT tidy_up();",
        "CREATE INDEX ON users (tidy_up(id));",
        "CREATE EXTENSION timescaledb; SELECT create_hypertable('users', 'id');",
        "CREATE FUNCTION app.tidy_up() RETURNS int LANGUAGE sql AS 'SELECT 1'; SET search_path = app; SELECT tidy_up();",
    ] {
        assert_eq!(found(sql), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn a_text_that_is_run_elsewhere_or_later_is_read() {
    let rules = ["delete-without-where", "not-analysable"];
    let deleted = ["delete-without-where: every row of orders is deleted"];
    for call in [
        "SELECT dblink_exec('dbname=x', 'DELETE FROM orders');",
        "SELECT dblink_exec('DELETE FROM orders');",
        "SELECT ext.dblink_exec(current_setting('a.b'), 'DELETE FROM orders', false);",
        "SELECT * FROM dblink('c', $q$DELETE FROM orders$q$) AS t (a int);",
        "DO $$ BEGIN PERFORM dblink_exec('c', 'DELETE FROM orders'); END $$;",
        "SELECT cron.schedule('tidy', '0 3 * * *', $$DELETE FROM orders$$);",
        "SELECT cron.schedule('0 3 * * *', 'DELETE FROM orders');",
        "SELECT cron.schedule_in_database('tidy', '0 3 * * *', 'DELETE FROM orders', 'x');",
    ] {
        assert_eq!(in_up(call, &rules), deleted, "{call}");
    }
    for (call, runs) in [
        ("SELECT dblink_exec('c', 'DELETE FROM ' || 'orders');", "dblink_exec"),
        ("SELECT dblink_exec('c', 'DELETE FROM orders WHERE a = ''b''');", "dblink_exec"),
        ("SELECT cron.schedule('tidy', '0 3 * * *', format('DELETE FROM %I', 'orders'));", "cron.schedule"),
    ] {
        let said = format!("not-analysable: what this does is not known before it runs: a text that {runs} runs");
        assert_eq!(in_up(call, &rules), [said], "{call}");
    }
    for call in [
        "SELECT * FROM dblink('c', 'SELECT id FROM users') AS t (a int);",
        "SELECT dblink_connect('c', 'dbname=x');",
        "SELECT cron.unschedule('tidy');",
    ] {
        assert_eq!(in_up(call, &rules), Vec::<String>::new(), "{call}");
    }
}
