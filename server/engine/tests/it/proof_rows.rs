//! Rows on which a change loses something, or fails: they are there, and they are told apart from all others.

use crate::proof::{plan_of, run, scratch};
use engine::proof::{Proof, Reason, Verdict};
use store::scratch::Scratch;

const BASE: &str = "
CREATE TYPE addr AS (street text, zip text);
CREATE TYPE place AS (name text, at addr);
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text NOT NULL DEFAULT 'new', email text UNIQUE, name text,
    age int CHECK (age >= 0), rating int NOT NULL CHECK (rating BETWEEN 1 AND 5), deleted boolean NOT NULL DEFAULT false);
CREATE TABLE homes (id bigint PRIMARY KEY, a addr, many addr[], p place);
CREATE TABLE orders (
    id bigint PRIMARY KEY, buyer bigint, state text NOT NULL CHECK (state IN ('new', 'paid', 'void')), total numeric);
CREATE TABLE facts (
    id bigint PRIMARY KEY, at timestamptz, d double precision, big bigint, tags text[], n numeric(12, 4), j json);
CREATE TABLE \"Weird Tbl\" (id bigint PRIMARY KEY, \"A b\" text);
";

async fn change(scratch: &Scratch, up: &str, down: &str) -> Proof {
    let base = [("1_base.up.sql", BASE), ("1_base.down.sql", "")];
    run(scratch, &plan_of(&base, &[("2_c.up.sql", up), ("2_c.down.sql", down)])).await
}

/// What became of the rows, a word for each reason.
fn told(proof: &Proof) -> Vec<String> {
    let word = |reason: &Reason| match reason {
        Reason::RowsLost { table, .. } => format!("lost {table}"),
        Reason::RowsAltered { table, columns, .. } => format!("altered {table} {}", columns.join(" ")),
        Reason::DataDependent { failure, .. } => format!("depends {}", failure.code().unwrap_or_default()),
        Reason::MetNoRow { table, .. } => format!("met none {table}"),
        other => format!("{other:?}"),
    };
    proof.reasons.iter().map(word).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_composite_types_are_there_and_are_missed() {
    let scratch = scratch().await;
    let drop = "ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;";
    let proof = change(&scratch, drop, "ALTER TYPE addr ADD ATTRIBUTE zip text CASCADE;").await;
    assert_eq!(told(&proof), ["altered public.homes a many p"]);
    assert_eq!(proof.verdict, Verdict::Irreversible);
    assert!(proof.touched().contains("public.homes"), "{:?}", proof.touched());
    let found = proof.findings.iter().find(|finding| finding.rule == "proof-rows-altered").unwrap();
    assert_eq!(found.place.as_ref().unwrap().path, "migrations/2_c.up.sql");

    let renamed = change(
        &scratch,
        "ALTER TYPE addr RENAME ATTRIBUTE zip TO code;",
        "ALTER TYPE addr RENAME ATTRIBUTE code TO zip;",
    )
    .await;
    assert_eq!((told(&renamed), renamed.verdict), (vec![], Verdict::Reversible));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_meet_the_conditions_of_the_change() {
    let scratch = scratch().await;
    for (up, expected) in [
        ("DELETE FROM users WHERE status = 'archived';", "lost public.users"),
        ("DELETE FROM users WHERE age > 130;", "lost public.users"),
        ("DELETE FROM users WHERE age >= 131 AND status = 'archived';", "lost public.users"),
        ("UPDATE users SET email = lower(email) WHERE email <> lower(email);", "altered public.users email"),
        ("UPDATE users SET name = trim(name) WHERE name <> trim(name);", "altered public.users name"),
        ("UPDATE facts SET n = round(n, 2) WHERE n <> round(n, 2);", "altered public.facts n"),
        ("MERGE INTO users u USING (SELECT 1) s ON u.status = 'gone' WHEN MATCHED THEN DELETE;", "lost public.users"),
    ] {
        let proof = change(&scratch, up, "SELECT 1;").await;
        assert_eq!(told(&proof), [expected], "{up}");
        assert_eq!(proof.verdict, Verdict::Irreversible, "{up}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_meets_no_row_is_told() {
    let scratch = scratch().await;
    for up in [
        "DELETE FROM users WHERE md5(status) = '0';",
        "SELECT 1; UPDATE users SET name = 'x' WHERE length(name) BETWEEN 150 AND 160;",
        "WITH old AS (SELECT id FROM users WHERE md5(name) = '0') DELETE FROM users u USING old WHERE u.id = old.id;",
        "ALTER TABLE users RENAME TO people; MERGE INTO people u USING (SELECT 1) s ON md5(u.name) = '0' \
         WHEN MATCHED THEN DELETE;",
    ] {
        let down = if up.contains("people") { "ALTER TABLE people RENAME TO users;" } else { "SELECT 1;" };
        let proof = change(&scratch, up, down).await;
        assert_eq!(told(&proof), ["met none public.users"], "{up}");
        assert_eq!((proof.verdict, proof.met_no_row()), (Verdict::Reversible, true), "{up}");
        let found = proof.findings.iter().find(|finding| finding.rule == "proof-met-no-row").unwrap();
        assert_eq!(found.severity, analysis::Severity::Notice);
    }
    // What the change inserts itself is nothing that was there: not lost with down, and not in its way.
    let insert = "INSERT INTO users (email, rating) VALUES ('root@shop', 5); UPDATE users SET name = 'x' WHERE false;";
    let proof = change(&scratch, insert, "DELETE FROM users WHERE email = 'root@shop';").await;
    assert_eq!(told(&proof), ["met none public.users"]);
    // A block of code does not say it, a table without rows is told as such, and a new table has none.
    for up in [
        "DO $$ BEGIN UPDATE users SET name = name; END $$;",
        "CREATE TABLE fresh (id int); DELETE FROM fresh; DROP TABLE fresh;",
        "INSERT INTO homes (id) SELECT id FROM users WHERE false;",
    ] {
        let proof = change(&scratch, up, "SELECT 1;").await;
        assert_eq!((told(&proof), proof.met_no_row()), (vec![], false), "{up}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn types_that_keep_less_lose_values_or_refuse_them() {
    let scratch = scratch().await;
    let there_and_back = |column: &str, ty: &str, old: &str| {
        let alter = |ty: &str| format!("ALTER TABLE facts ALTER COLUMN {column} TYPE {ty};");
        (alter(ty), alter(old))
    };
    let altered = |column: &str| format!("altered public.facts {column}");
    let refused = "depends 22003".to_owned();
    for (column, ty, old, expected) in [
        ("at", "timestamptz(0)", "timestamptz", vec![altered("at")]),
        ("at", "date", "timestamptz", vec![altered("at")]),
        ("d", "real", "double precision", vec![altered("d"), refused.clone()]),
        ("big", "double precision", "bigint", vec![altered("big")]),
        ("big", "int", "bigint", vec![refused.clone()]),
        ("n", "numeric(12, 2)", "numeric(12, 4)", vec![altered("n")]),
        ("n", "int", "numeric(12, 4)", vec![altered("n")]),
        ("n", "text", "numeric(12, 4) USING n::numeric", vec![]),
        ("j", "jsonb", "json", vec![altered("j")]),
        (
            "tags",
            "text USING array_to_string(tags, ',')",
            "text[] USING string_to_array(tags, ',')",
            vec![altered("tags")],
        ),
        ("tags", "varchar[]", "text[]", vec![]),
    ] {
        let (up, down) = there_and_back(column, ty, old);
        let proof = change(&scratch, &up, &down).await;
        assert_eq!(told(&proof), expected, "{up}");
        let lossy = expected.iter().any(|word| word.starts_with("altered"));
        assert_eq!(proof.verdict, if lossy { Verdict::Irreversible } else { Verdict::Reversible }, "{up}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_rows_that_a_change_fails_on_go() {
    let scratch = scratch().await;
    let unique = "ALTER TABLE users ADD CONSTRAINT un UNIQUE";
    let drop = "ALTER TABLE users DROP CONSTRAINT un;";
    let also = " UPDATE orders SET total = round(total) WHERE total <> round(total);";
    for (up, down, expected) in [
        (format!("{unique} (name);"), drop, vec!["depends 23505"]),
        (format!("{unique} (deleted);"), drop, vec!["depends 23505"]),
        ("CREATE UNIQUE INDEX un ON users (lower(name));".to_owned(), "DROP INDEX un;", vec!["depends 23505"]),
        (
            "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (buyer) REFERENCES users;".to_owned(),
            "ALTER TABLE orders DROP CONSTRAINT fk;",
            vec!["depends 23503"],
        ),
        (
            "ALTER TABLE orders ADD CONSTRAINT narrow CHECK (state IN ('new', 'paid'));".to_owned(),
            "ALTER TABLE orders DROP CONSTRAINT narrow;",
            vec!["depends 23514"],
        ),
        (format!("{unique} (name);{also}"), drop, vec!["altered public.orders total", "depends 23505"]),
        (
            format!("{unique} (name); ALTER TABLE orders ALTER buyer SET NOT NULL;"),
            "ALTER TABLE orders ALTER buyer DROP NOT NULL; ALTER TABLE users DROP CONSTRAINT un;",
            vec!["depends 23505", "depends 23502"],
        ),
        (
            "ALTER TABLE orders ADD CONSTRAINT fine CHECK (state <> 'other');".to_owned(),
            "ALTER TABLE orders DROP CONSTRAINT fine;",
            vec![],
        ),
    ] {
        let proof = change(&scratch, &up, down).await;
        assert_eq!(told(&proof), expected, "{up}");
        assert!(proof.seeded.iter().all(|table| table.rows > 1), "{up}: {:?}", proof.seeded);
        assert!(proof.findings.iter().all(|finding| finding.rule != "proof-not-seeded"), "{up}");
    }
    // Code of the change's own may refuse rows as well; what it always refuses does not work.
    let raise = |when: &str| format!("DO $$ BEGIN IF {when} THEN RAISE EXCEPTION 'no'; END IF; END $$;");
    let proof = change(&scratch, &raise("EXISTS (SELECT FROM users WHERE name IS NULL)"), "SELECT 1;").await;
    assert_eq!((told(&proof), proof.verdict), (vec!["depends P0001".to_owned()], Verdict::Reversible));
    let proof = change(&scratch, &raise("true"), "SELECT 1;").await;
    assert_eq!(proof.verdict, Verdict::Fails, "{:?}", proof.reasons);
    // Where no row will do, only that table has none.
    let up = "ALTER TABLE orders ADD CONSTRAINT none CHECK (md5(state) = '0');";
    let proof = change(&scratch, up, "ALTER TABLE orders DROP CONSTRAINT none;").await;
    assert_eq!((told(&proof), proof.verdict), (vec!["depends 23514".to_owned()], Verdict::Reversible));
    for table in &proof.seeded {
        assert_eq!(table.rows == 0, table.table == "public.orders", "{:?}", proof.seeded);
    }
    let empty = proof.findings.iter().find(|finding| finding.rule == "proof-not-seeded").unwrap();
    assert!(empty.message.ends_with("the change fails on its rows; it was run without."), "{}", empty.message);
}
