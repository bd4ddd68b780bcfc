//! Proofs on a real scratch cluster.

use analysis::{Files, Options};
use engine::proof::{self, Direction, Plan, Progress, Proof, Reason, Verdict, prove};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::cluster::Binaries;
use store::scratch::{Failure, Limits, Mode, Scratch};

pub async fn scratch() -> Scratch {
    let limits = Limits { statement: Duration::from_secs(2), database_bytes: 96 << 20, ..Limits::default() };
    Scratch::start(Binaries::find(None).unwrap(), limits).await.unwrap()
}

const BASE: &str = "
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN handle AS text CHECK (VALUE ~ '^[a-z]{2,8}$');
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(12) NOT NULL UNIQUE,
    nick handle NOT NULL,
    age int CHECK (age BETWEEN 18 AND 120),
    feels mood NOT NULL DEFAULT 'ok',
    tags text[] NOT NULL DEFAULT '{}',
    active boolean NOT NULL DEFAULT false
);
CREATE TABLE posts (
    id uuid PRIMARY KEY,
    author bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    parent uuid REFERENCES posts,
    state text NOT NULL CHECK (state IN ('draft', 'live')),
    body jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE logs (at date NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE logs_1999 PARTITION OF logs FOR VALUES FROM ('1999-01-01') TO ('2000-01-01');
CREATE INDEX posts_author ON posts (author);
";

fn files(scripts: &[(&str, &str)]) -> Files {
    scripts.iter().map(|(path, text)| (format!("migrations/{path}"), text.as_bytes().to_vec())).collect()
}

pub fn plan_of(base: &[(&str, &str)], change: &[(&str, &str)]) -> Plan {
    let options = Options { folder: "migrations".to_owned(), ..Options::default() };
    let old = files(base);
    let all: Vec<_> = base.iter().chain(change).copied().collect();
    Plan::new(&files(&all), &old, &options).unwrap()
}

pub async fn run(scratch: &Scratch, plan: &Plan) -> Proof {
    prove(scratch, plan, &proof::Options::default(), &|_| ()).await.unwrap()
}

async fn change(scratch: &Scratch, up: &str, down: Option<&str>) -> Proof {
    let base = [("1_base.up.sql", BASE), ("1_base.down.sql", "SELECT 1")];
    let mut scripts = vec![("2_change.up.sql", up)];
    scripts.extend(down.map(|down| ("2_change.down.sql", down)));
    run(scratch, &plan_of(&base, &scripts)).await
}

/// Where a rule's finding stands.
fn at<'a>(proof: &'a Proof, rule: &str) -> (&'a str, u32) {
    let found = proof.findings.iter().find(|finding| finding.rule == rule);
    let place = found.and_then(|finding| finding.place.as_ref());
    place.map(|place| (place.path.as_str(), place.line)).unwrap_or_else(|| panic!("{rule}: {:?}", proof.findings))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_be_irreversible_is_told_apart() {
    let scratch = scratch().await;

    let good = change(
        &scratch,
        "ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX users_email ON users (email);",
        Some("DROP INDEX users_email;\nALTER TABLE users DROP COLUMN email;"),
    )
    .await;
    assert_eq!((good.verdict, good.reasons.as_slice()), (Verdict::Reversible, &[][..]), "{good:#?}");
    assert!(good.seeded.iter().all(|table| table.rows >= 3 && table.reason.is_none()), "{:?}", good.seeded);
    assert_eq!(good.seeded.len(), 3);
    assert_eq!(good.passes.iter().map(|pass| pass.statements.len()).collect::<Vec<_>>(), [2, 2, 2]);
    let alter = &good.passes[0].statements[0];
    assert_eq!((alter.place.path.as_str(), alter.place.line), ("migrations/2_change.up.sql", 1));
    assert!(alter.locks.iter().any(|lock| lock.relation == "public.users" && lock.mode == Mode::AccessExclusive));
    assert_eq!(good.differences.len(), 2);

    let lossy = change(
        &scratch,
        "ALTER TABLE users DROP COLUMN active",
        Some("ALTER TABLE users ADD COLUMN active boolean NOT NULL DEFAULT false"),
    )
    .await;
    assert_eq!(lossy.verdict, Verdict::Irreversible);
    let columns = vec!["active".to_owned()];
    assert!(
        matches!(&lossy.reasons[..], [Reason::RowsAltered { table, columns: found, rows, of }]
            if rows < of && table == "public.users" && *found == columns),
        "{:?}",
        lossy.reasons
    );
    assert_eq!(at(&lossy, "proof-rows-altered"), ("migrations/2_change.up.sql", 1));
    assert_eq!(lossy.touched().into_iter().collect::<Vec<_>>(), ["public.users"]);
    assert_eq!(lossy.seeded.len(), 3, "rows are in more than it touches");

    let gone = change(&scratch, "DELETE FROM posts", Some("SELECT 1")).await;
    assert!(
        matches!(&gone.reasons[..], [Reason::RowsLost { table, rows, of }] if rows == of && table == "public.posts")
    );
    assert_eq!(at(&gone, "proof-rows-lost"), ("migrations/2_change.up.sql", 1));

    // The statement that altered them, not the first one; by the column's new name; in down, if it was there.
    let shouted = change(
        &scratch,
        "ALTER TABLE users RENAME COLUMN name TO title;\nALTER TABLE posts ADD COLUMN x int;\n\nUPDATE users\n  SET title = upper(title) || 'x';",
        Some("ALTER TABLE posts DROP COLUMN x;\nALTER TABLE users RENAME COLUMN title TO name;"),
    )
    .await;
    assert_eq!(at(&shouted, "proof-rows-altered"), ("migrations/2_change.up.sql", 4));
    let back = change(
        &scratch,
        "ALTER TABLE posts ADD COLUMN x int;",
        Some("ALTER TABLE posts DROP COLUMN x;\nUPDATE users SET age = 44;"),
    )
    .await;
    assert_eq!(at(&back, "proof-rows-altered"), ("migrations/2_change.down.sql", 2));
    let hidden = change(&scratch, "DO $$ BEGIN EXECUTE 'UPDATE users SET age = 44'; END $$;", Some("SELECT 1")).await;
    assert_eq!(at(&hidden, "proof-rows-altered"), ("migrations/2_change.up.sql", 1));
    // No statement names the table, a key takes its rows along: the way back is where they are missing.
    let cascade = change(&scratch, "DELETE FROM users", Some("SELECT 1")).await;
    let posts =
        cascade.findings.iter().find(|found| found.rule == "proof-rows-lost" && found.subject == "public.posts");
    assert_eq!(posts.unwrap().place.as_ref().unwrap().path, "migrations/2_change.down.sql");

    let missing = change(&scratch, "ALTER TABLE users ADD COLUMN email text", None).await;
    assert!(matches!(&missing.reasons[..], [Reason::DownMissing { .. }]), "{:?}", missing.reasons);

    let left = change(&scratch, "CREATE INDEX posts_state ON posts (state)", Some("SELECT 1")).await;
    assert_eq!(left.verdict, Verdict::Irreversible);
    assert!(
        left.reasons.contains(&Reason::LeftBehind { object: "index public.posts.posts_state".to_owned() }),
        "{:?}",
        left.reasons
    );
    assert!(left.reasons.iter().any(|reason| matches!(reason, Reason::SecondUpFails { .. })));

    let sequence = change(&scratch, "CREATE SEQUENCE numbers", Some("SELECT 1")).await;
    assert!(sequence.reasons.contains(&Reason::LeftBehind { object: "sequence public.numbers".to_owned() }));

    let failing = change(
        &scratch,
        "ALTER TABLE users\n  ADD COLUMN x text;\nALTER TABLE nobody DROP COLUMN y;",
        Some("SELECT 1"),
    )
    .await;
    assert_eq!(failing.verdict, Verdict::Fails);
    let [Reason::UpFails { place, failure }] = &failing.reasons[..] else { panic!("{:?}", failing.reasons) };
    assert_eq!((place.line, failure.code()), (3, Some("42P01")));

    let down_fails = change(&scratch, "CREATE TABLE more (id int)", Some("DROP TABLE less")).await;
    assert!(matches!(&down_fails.reasons[..], [Reason::DownFails { .. }]), "{:?}", down_fails.reasons);

    let data = change(
        &scratch,
        "ALTER TABLE users ALTER COLUMN age SET NOT NULL",
        Some("ALTER TABLE users ALTER COLUMN age DROP NOT NULL"),
    )
    .await;
    assert_eq!(data.verdict, Verdict::Reversible);
    assert!(matches!(&data.reasons[..], [Reason::DataDependent { .. }]), "{:?}", data.reasons);
    assert!(data.findings.iter().any(|finding| finding.rule == "proof-data-dependent"));

    let renamed = change(
        &scratch,
        "ALTER TABLE users RENAME COLUMN name TO title; ALTER TABLE posts RENAME TO articles;",
        Some("ALTER TABLE articles RENAME TO posts; ALTER TABLE users RENAME COLUMN title TO name;"),
    )
    .await;
    assert_eq!((renamed.verdict, renamed.passes[0].rows.len()), (Verdict::Reversible, 0), "{:?}", renamed.reasons);

    let rewrite = change(
        &scratch,
        "ALTER TABLE users ALTER COLUMN age TYPE bigint",
        Some("ALTER TABLE users ALTER COLUMN age TYPE int"),
    )
    .await;
    assert_eq!(rewrite.verdict, Verdict::Reversible, "{:?}", rewrite.reasons);
    assert_eq!(rewrite.passes[0].statements[0].rewritten, ["public.users"]);
    assert!(rewrite.findings.iter().any(|finding| finding.rule == "proof-table-rewrite"));

    let alone = change(
        &scratch,
        "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON posts (state)",
        Some("-- no-transaction\nDROP INDEX CONCURRENTLY i"),
    )
    .await;
    assert_eq!(alone.verdict, Verdict::Reversible, "{:?}", alone.reasons);
    let concurrent = &alone.passes[0].statements[0];
    assert!(concurrent.alone);
    let lock = concurrent.locks.iter().find(|lock| lock.relation == "public.posts").map(|lock| lock.mode);
    assert_eq!(lock, Some(Mode::ShareUpdateExclusive));

    let wrapped =
        change(&scratch, "CREATE INDEX CONCURRENTLY i ON posts (state); SELECT 1;", Some("DROP INDEX i")).await;
    assert!(matches!(&wrapped.reasons[..], [Reason::UpFails { failure, .. }] if failure.code() == Some("25001")));

    let own = change(
        &scratch,
        "-- no-transaction\nBEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\nBEGIN;\nCREATE TABLE b (id int);\nROLLBACK;",
        Some("-- no-transaction\nDROP TABLE a"),
    )
    .await;
    assert_eq!((own.verdict, own.differences.len()), (Verdict::Reversible, 1), "{:?}", own.reasons);

    let everything = change(
        &scratch,
        "CREATE VIEW v AS SELECT id, name FROM users; CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM posts;
         CREATE UNIQUE INDEX m_n ON m (n);
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
         CREATE TRIGGER t BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION f();
         ALTER TABLE posts ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON posts USING (state = 'live');
         CREATE TYPE pair AS (a int, b text); ALTER TYPE mood ADD VALUE 'angry';
         COMMENT ON TABLE posts IS 'words'; CREATE EXTENSION pg_trgm;
         CREATE TABLE logs_1998 PARTITION OF logs FOR VALUES FROM ('1998-01-01') TO ('1999-01-01');",
        Some("SELECT 1"),
    )
    .await;
    let left: Vec<String> = everything
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::LeftBehind { object } | Reason::Different { object, .. } | Reason::EnumValueLeft { object, .. } => {
                Some(object.clone())
            }
            _ => None,
        })
        .collect();
    let expected = [
        "enum public.mood",
        "table public.logs_1998",
        "trigger public.posts.t",
        "policy public.posts.p",
        "row-level security of public.posts",
        "view public.m",
        "view public.v",
        "function public.f()",
        "comment on public.posts",
        "extension pg_trgm",
        "index public.m.m_n",
        "type public.pair",
    ];
    assert_eq!(left, expected);

    let roles = change(
        &scratch,
        "GRANT SELECT ON users TO reporter; CREATE ROLE app; GRANT SELECT ON posts TO app;",
        Some("REVOKE SELECT ON posts FROM app; REVOKE SELECT ON users FROM reporter; DROP ROLE app;"),
    )
    .await;
    assert_eq!(roles.verdict, Verdict::Reversible, "{:?}", roles.reasons);
    let text = serde_json::to_string(&roles).unwrap();
    assert_eq!(serde_json::from_str::<Proof>(&text).unwrap(), roles);
    scratch.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_changes_end_in_a_reason() {
    let scratch = scratch().await;
    let start = Instant::now();
    for (up, stopped) in [
        ("\\! id\nSELECT 1", false),
        ("SELECT pg_sleep(600)", true),
        ("SET statement_timeout = 0; SELECT pg_sleep(600)", true),
        ("CREATE FUNCTION b() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN b() + b(); END $$; SELECT b()", true),
    ] {
        let proof = change(&scratch, up, Some("SELECT 1")).await;
        assert_eq!(proof.verdict, Verdict::Fails, "{up}");
        let [Reason::UpFails { failure, .. }] = &proof.reasons[..] else { panic!("{up}: {:?}", proof.reasons) };
        assert_eq!(failure.is_stop(), stopped, "{up}: {failure:?}");
        assert!(
            proof.findings.iter().any(|found| found.rule == if stopped { "proof-stopped" } else { "proof-up-fails" })
        );
    }
    // What the proof's role may not do is not done, and nothing is proven of it.
    for up in [
        "DROP DATABASE change_mgmt",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT pg_terminate_backend(pg_backend_pid())",
    ] {
        let proof = change(&scratch, up, Some("SELECT 1")).await;
        assert_eq!(proof.verdict, Verdict::Unproven, "{up}");
        assert!(matches!(&proof.reasons[..], [Reason::Limit { .. }]), "{up}: {:?}", proof.reasons);
        assert!(proof.findings.iter().any(|found| found.rule == "proof-not-possible"));
    }
    let broken = plan_of(&[("1_a.up.sql", "CREATE TABEL x ()"), ("1_a.down.sql", "")], &[("2_b.up.sql", "SELECT 1")]);
    let broken = run(&scratch, &broken).await;
    assert!(matches!(&broken.reasons[..], [Reason::BaseFails { failure: Failure::Refused { .. }, .. }]));
    assert_eq!(broken.verdict, Verdict::Unproven);

    let slow =
        plan_of(&[("1_a.up.sql", "SET statement_timeout = 0; SELECT pg_sleep(60)")], &[("2_b.up.sql", "SELECT 1")]);
    let slow = run(&scratch, &slow).await;
    assert!(matches!(&slow.reasons[..], [Reason::BaseFails { failure: Failure::TooLong { seconds: 2 }, .. }]));

    let endless = plan_of(
        &[],
        &[(
            "1_a.up.sql",
            "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(9); EXCEPTION WHEN OTHERS THEN END; END LOOP; END $$",
        )],
    );
    let options = proof::Options { time: Duration::from_secs(1) };
    let endless = prove(&scratch, &endless, &options, &|_| ()).await.unwrap();
    assert_eq!((endless.verdict, &endless.reasons[..]), (Verdict::Unproven, &[Reason::OutOfTime { seconds: 1 }][..]));
    let good = change(&scratch, "CREATE TABLE t (id int)", Some("DROP TABLE t")).await;
    assert_eq!(good.verdict, Verdict::Reversible);
    println!("hostile changes: {:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn this_repositorys_own_migrations_are_proven() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut all = Files::default();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        all.put(format!("migrations/{name}"), std::fs::read(&path).unwrap());
    }
    let scratch = scratch().await;
    let options = Options { folder: "migrations".to_owned(), ..Options::default() };
    let names: Vec<String> = all.iter().map(|(path, _)| path.to_owned()).collect();
    let versions: std::collections::BTreeSet<&str> = names.iter().map(|path| &path[..25]).collect();
    for (done, version) in versions.iter().enumerate() {
        let until = |keep: &dyn Fn(&str) -> bool| -> Files {
            all.iter().filter(|(path, _)| keep(path)).map(|(path, bytes)| (path, bytes.clone())).collect()
        };
        let base = until(&|path| path < *version);
        let head = until(&|path| path < *version || path.starts_with(version));
        let plan = Plan::new(&head, &base, &options).unwrap();
        let proof = run(&scratch, &plan).await;
        println!(
            "{version}: {:?} in {} ms, base {:?}, seeded {:?}",
            proof.verdict, proof.millis, proof.base, proof.seeded
        );
        assert_eq!((proof.verdict, &proof.reasons[..]), (Verdict::Reversible, &[][..]), "{version}");
        assert_eq!((plan.base.len(), plan.change.len()), (done, 1));
        for table in &proof.seeded {
            assert!(table.rows > 0, "{table:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_is_applied_once() {
    let scratch = scratch().await;
    let scripts: Vec<(String, String)> = (1..=500)
        .flat_map(|n| {
            let name = n - n % 5;
            let up = match n % 5 {
                0 => format!("CREATE TABLE t{n} (id bigserial PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())"),
                1 => format!("CREATE TABLE IF NOT EXISTS t{name} (id bigserial PRIMARY KEY, name text NOT NULL); ALTER TABLE t{name} ADD COLUMN a{n} int"),
                2 => format!("CREATE INDEX i{n} ON t{name} (name)"),
                3 => format!("ALTER TABLE t{name} ADD CONSTRAINT c{n} CHECK (name <> '')"),
                _ => format!("INSERT INTO t{name} (name) VALUES ('x')"),
            };
            [(format!("{n:04}_m.up.sql"), up), (format!("{n:04}_m.down.sql"), "SELECT 1".to_owned())]
        })
        .collect();
    let base: Vec<(&str, &str)> = scripts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (up, down) = ("ALTER TABLE t5 ADD COLUMN extra text", "ALTER TABLE t5 DROP COLUMN extra");
    let plan = plan_of(&base, &[("9000_c.up.sql", up), ("9000_c.down.sql", down)]);
    let cold = run(&scratch, &plan).await;
    assert_eq!((cold.verdict, cold.base.reused), (Verdict::Reversible, 0), "{:?}", cold.reasons);
    let plan = plan_of(&base, &[("9000_c.up.sql", "ALTER TABLE t5 ADD COLUMN extra int"), ("9000_c.down.sql", down)]);
    let heard = Mutex::new(Vec::new());
    let listen = |news: Progress| heard.lock().unwrap().push(news);
    let warm = prove(&scratch, &plan, &proof::Options::default(), &listen).await.unwrap();
    assert_eq!((warm.verdict, warm.base.reused), (Verdict::Reversible, 500));
    assert_ne!(cold.digest, warm.digest);
    let heard = heard.into_inner().unwrap();
    assert!(heard.iter().any(|news| matches!(news, Progress::Ended { direction: Direction::UpAgain, .. })));
    // One more migration in the base: only that one is applied.
    let mut longer = base.clone();
    longer.extend([("0501_m.up.sql", "CREATE TABLE last (id int)"), ("0501_m.down.sql", "DROP TABLE last")]);
    let next = run(&scratch, &plan_of(&longer, &[("9000_c.up.sql", up), ("9000_c.down.sql", down)])).await;
    assert_eq!((next.verdict, next.base.reused), (Verdict::Reversible, 500));
    println!(
        "500 migrations: cold {} ms (base {} ms), last one changed {} ms (base {} ms), one more {} ms (base {} ms)",
        cold.millis, cold.base.millis, warm.millis, warm.base.millis, next.millis, next.base.millis
    );
    assert!(cold.millis < 30_000 && warm.millis < 10_000, "far beyond what a slow machine explains");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_found_for_what_schemas_demand() {
    let scratch = scratch().await;
    let base = "
        CREATE DOMAIN percent AS numeric(5,2) NOT NULL CHECK (VALUE BETWEEN 0 AND 100);
        CREATE TABLE odd (
            key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{1,30}$'),
            mail text NOT NULL CHECK (mail LIKE '%@%'), hash text NOT NULL CHECK (length(hash) = 64),
            low int NOT NULL CHECK (low > 1000), high int NOT NULL, share percent,
            kinds text[] NOT NULL CHECK (cardinality(kinds) > 0), span tstzrange, at inet, raw bytea CHECK (length(raw) = 32),
            total int GENERATED ALWAYS AS (high * 2) STORED, flags bit(5), many numrange[], CHECK (high > low));
        CREATE TABLE tree (id int PRIMARY KEY, parent int NOT NULL REFERENCES tree);
        CREATE TABLE one_to_one (odd text PRIMARY KEY REFERENCES odd, n serial, UNIQUE (n));
        CREATE TABLE places (region text NOT NULL, id int NOT NULL, PRIMARY KEY (region, id)) PARTITION BY LIST (region);
        CREATE TABLE places_eu PARTITION OF places FOR VALUES IN ('eu', 'uk');
        CREATE TABLE visits (region text NOT NULL, place int NOT NULL, FOREIGN KEY (region, place) REFERENCES places);
        CREATE TABLE barely (id int CHECK (id > 5 AND id < 5));
        CREATE TABLE never (id int NOT NULL CHECK (id > 5 AND id < 5));
        CREATE TABLE \"Quoted Name\" (\"A b\" text NOT NULL, \"select\" int);";
    let change =
        [("2_c.up.sql", "ALTER TABLE odd ADD COLUMN x int"), ("2_c.down.sql", "ALTER TABLE odd DROP COLUMN x")];
    let proof = run(&scratch, &plan_of(&[("1_b.up.sql", base), ("1_b.down.sql", "SELECT 1")], &change)).await;
    assert_eq!(proof.verdict, Verdict::Reversible, "{:?}", proof.reasons);
    for table in &proof.seeded {
        println!("{table:?}");
    }
    let rows = |name: &str| proof.seeded.iter().find(|table| table.table == name).map(|table| table.rows);
    for name in ["odd", "one_to_one", "visits", "Quoted Name", "places", "tree"] {
        assert!(rows(&format!("public.{name}")) >= Some(1), "{name}: {:?}", proof.seeded);
    }
    assert_eq!(rows("public.barely"), Some(3), "NULL is neither above nor below: {:?}", proof.seeded);
    let never = proof.seeded.iter().find(|table| table.table == "public.never").unwrap();
    assert!(never.rows == 0 && never.reason.as_ref().is_some_and(|reason| reason.contains("never_id_check")));
    assert!(proof.findings.iter().any(|found| found.rule == "proof-not-seeded" && found.subject == "public.never"));
    println!("{} ms", proof.millis);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_cannot_be_read_after_up_is_found() {
    let scratch = scratch().await;
    let views = "CREATE VIEW v1 AS SELECT 1 AS a; CREATE VIEW v2 AS SELECT a FROM v1;
        CREATE FUNCTION broken() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT nosuch FROM users); END $$;
        CREATE VIEW was_broken AS SELECT broken() AS a;";
    let base = [("1_base.up.sql", BASE), ("1_base.down.sql", ""), ("2_v.up.sql", views), ("2_v.down.sql", "")];
    let circle = "CREATE OR REPLACE VIEW v1 AS SELECT a FROM v2;";
    let change = [("3_c.up.sql", circle), ("3_c.down.sql", "CREATE OR REPLACE VIEW v1 AS SELECT 1 AS a;")];
    let proof = run(&scratch, &plan_of(&base, &change)).await;
    assert_eq!(proof.verdict, Verdict::Fails);
    let failing: Vec<_> = proof
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::ViewFails { view, failure } => Some((view.as_str(), failure.code())),
            _ => None,
        })
        .collect();
    assert_eq!(failing, [("public.v1", Some("42P17")), ("public.v2", Some("42P17"))]);
    let finding = proof.findings.iter().find(|finding| finding.rule == "proof-view-fails").unwrap();
    assert_eq!(finding.place.as_ref().map(|place| place.path.as_str()), Some("migrations/3_c.up.sql"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_after_down_is_said_and_a_held_lock_too() {
    let scratch = scratch().await;
    let up = "ALTER TABLE users ALTER COLUMN age TYPE bigint; ALTER TABLE users ADD COLUMN more text;";
    let wrapped = format!("BEGIN; {up} COMMIT;");
    let proof = change(&scratch, &wrapped, Some("ALTER TABLE users DROP COLUMN more;")).await;
    let different = proof.findings.iter().find(|finding| finding.rule == "proof-schema-different").unwrap();
    assert!(different.message.contains("public.users.age"), "{}", different.message);
    assert!(different.message.ends_with(": type was `integer` and is `bigint`."), "{}", different.message);
    let statements = &proof.passes[0].statements;
    let (first, second) = (&statements[1], &statements[2]);
    assert!(first.held.is_empty() && first.locks.iter().any(|lock| lock.relation == "public.users"));
    assert!(second.locks.iter().all(|lock| lock.relation != "public.users"), "{:?}", second.locks);
    assert_eq!((second.held[0].relation.as_str(), second.held[0].mode), ("public.users", Mode::AccessExclusive));
    let broken = change(&scratch, "INSERT INTO posts (id) VALUES (NULL);", Some("SELECT 1")).await;
    assert_eq!(broken.verdict, Verdict::Fails);
    assert!(broken.findings.iter().all(|finding| finding.rule != "proof-not-seeded"), "{:?}", broken.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_plain_rows_would_hide_is_lost_on_odd_ones() {
    let scratch = scratch().await;
    let base = "CREATE TABLE goods (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, t text, price numeric(10, 2), n int,
        data jsonb, seen timestamptz);";
    let base = [("1_base.up.sql", base), ("1_base.down.sql", "")];
    for up in [
        "UPDATE goods SET name = lower(trim(name)) WHERE name <> 'root';",
        "UPDATE goods SET price = round(price, 1);",
        "UPDATE goods SET n = 0 WHERE n < 0;",
        "UPDATE goods SET name = 'unknown' WHERE name = '';",
        "UPDATE goods SET data = data - 'legacy';",
        "UPDATE goods SET t = 'gone' WHERE t = 'old';",
        "DELETE FROM goods WHERE seen > now() - interval '1 year';",
        "DELETE FROM goods a USING goods b WHERE a.id > b.id AND a.name = b.name;",
    ] {
        let change = [("2_c.up.sql", up), ("2_c.down.sql", "SELECT 1;")];
        let proof = run(&scratch, &plan_of(&base, &change)).await;
        assert_eq!(proof.verdict, Verdict::Irreversible, "{up}: {:#?}", proof.seeded);
        let lost = |reason: &Reason| matches!(reason, Reason::RowsAltered { .. } | Reason::RowsLost { .. });
        assert!(proof.reasons.iter().all(lost), "{up}: {:?}", proof.reasons);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_that_refuses_every_write_is_found() {
    let scratch = scratch().await;
    let trigger = |body: &str| {
        format!(
            "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NEW; END $$;
             CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();"
        )
    };
    let down = "DROP TRIGGER touch ON users; DROP FUNCTION touch();";
    let proof = change(&scratch, &trigger("NEW.updated_at := now()"), Some(down)).await;
    let failing: Vec<_> = proof
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::WriteFails { table, write, .. } => Some((table.as_str(), write.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(failing, [("public.users", "INSERT"), ("public.users", "UPDATE")], "{:?}", proof.reasons);
    assert_eq!(proof.verdict, Verdict::Fails);
    assert_eq!(at(&proof, "proof-write-fails").0, "migrations/2_change.up.sql");
    // Somebody means it.
    let meant = change(&scratch, &trigger("RAISE EXCEPTION 'closed'"), Some(down)).await;
    assert_eq!(meant.verdict, Verdict::Reversible, "{:?}", meant.reasons);
}
