//! On a real scratch cluster.

use super::{Failure, Limits, Mode, Scratch, Wrap};
use crate::cluster::Binaries;
use std::time::{Duration, Instant};

async fn scratch() -> Scratch {
    let limits = Limits {
        statement: Duration::from_secs(2),
        lock: Duration::from_millis(500),
        database_bytes: 96 << 20,
        ..Limits::default()
    };
    Scratch::start(Binaries::find(None).unwrap(), limits).await.unwrap()
}

/// What must not work, and how it must fail: an SQLSTATE, or a limit.
const HOSTILE: &[(&str, &[&str])] = &[
    ("COPY (SELECT 1) TO PROGRAM 'touch /tmp/owned'", &["42501"]),
    ("CREATE TABLE p (x text); COPY p FROM PROGRAM 'id'", &["42501"]),
    ("CREATE TABLE p (x text); COPY p FROM '/etc/passwd'", &["42501"]),
    ("COPY (SELECT 1) TO '/tmp/owned'", &["42501"]),
    ("SELECT pg_read_file('/etc/passwd')", &["42501"]),
    ("SELECT pg_ls_dir('/')", &["42501"]),
    ("SELECT lo_import('/etc/passwd')", &["42501"]),
    ("DROP DATABASE change_mgmt", &["42501"]),
    ("DROP DATABASE postgres", &["42501"]),
    ("DROP DATABASE template1", &["42501"]),
    ("ALTER DATABASE template1 ALLOW_CONNECTIONS false", &["42501"]),
    ("CREATE DATABASE other", &["42501"]),
    ("CREATE ROLE boss SUPERUSER", &["42501"]),
    ("ALTER ROLE guest SUPERUSER", &["42501"]),
    ("SET ROLE change_mgmt", &["42501"]),
    ("SET SESSION AUTHORIZATION change_mgmt", &["42501"]),
    ("ALTER SYSTEM SET fsync = on", &["42501"]),
    ("SET temp_file_limit = -1", &["42501"]),
    ("SELECT pg_reload_conf()", &["42501"]),
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL",
        &["42501"],
    ),
    ("CREATE EXTENSION dblink", &["42501"]),
    ("CREATE EXTENSION postgres_fdw", &["42501"]),
    ("CREATE EXTENSION file_fdw", &["42501"]),
    ("SELECT dblink_connect('host=127.0.0.1')", &["42883"]),
    ("CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p", &["42501"]),
    ("CREATE FUNCTION c() RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'abort'", &["42501"]),
    ("LOAD '/lib/x86_64-linux-gnu/libc.so.6'", &["42501"]),
    ("GRANT pg_execute_server_program TO guest", &["42501"]),
    ("CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()", &["42501"]),
    ("\\! id", &["42601"]),
    ("SELECT pg_sleep(3600)", &["57014"]),
    ("SET statement_timeout = 0; SELECT pg_sleep(3600)", &["too-long"]),
    ("DO $$ BEGIN LOOP END LOOP; END $$", &["57014"]),
    (
        "SET statement_timeout = 0; DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$",
        &["too-long"],
    ),
    (
        "CREATE FUNCTION bomb() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN bomb() + bomb(); END $$; SELECT bomb()",
        &["54001"],
    ),
    ("CREATE TABLE flood AS SELECT repeat(md5(g::text), 50) FROM generate_series(1, 1000000000) g", &["53400"]),
    (
        "CREATE TABLE g AS SELECT repeat('x', 900) AS x FROM generate_series(1, 9999); DO $$ BEGIN LOOP INSERT INTO g SELECT * FROM g; END LOOP; END $$",
        &["too-large"],
    ),
    ("SELECT count(*) FROM (SELECT DISTINCT g FROM generate_series(1, 1000000000) g) t", &["53400", "57014"]),
    (
        "SET work_mem = '64GB'; SET statement_timeout = 0; SELECT array_agg(repeat('x', 1000000)) FROM generate_series(1, 100000)",
        &["53200", "54000", "too-long"],
    ),
    ("SELECT repeat('x', 1000000000)", &["53200", "54000"]),
    ("CREATE TABLE q (x text); COPY q FROM STDIN", &["lost"]),
];

fn told(failure: &Failure) -> String {
    match failure {
        Failure::Refused { code, .. } => code.clone(),
        Failure::TooLong { .. } => "too-long".to_owned(),
        Failure::TooLarge { .. } => "too-large".to_owned(),
        Failure::Lost { .. } => "lost".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_sql_is_stopped_and_the_cluster_goes_on() {
    let scratch = scratch().await;
    let bystander = scratch.database(None).await.unwrap();
    let mut witness = bystander.session().await.unwrap();
    witness.plain("CREATE TABLE still (here int)").await.unwrap();
    let mut wrong = Vec::new();
    for (sql, expected) in HOSTILE {
        let database = scratch.database(None).await.unwrap();
        let mut session = database.session().await.unwrap();
        let start = Instant::now();
        let failure = session.plain(sql).await.err();
        let said = failure.as_ref().map_or_else(|| "nothing".to_owned(), told);
        if !expected.contains(&said.as_str()) || start.elapsed() > Duration::from_secs(8) {
            wrong.push(format!("{sql}: {failure:?} after {:?}", start.elapsed()));
        }
        drop(session);
        database.close().await.unwrap();
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    witness.plain("INSERT INTO still VALUES (1)").await.unwrap();
    assert!(!std::path::Path::new("/tmp/owned").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cannot_take_anothers_rights() {
    let scratch = scratch().await;
    let (one, two) = (scratch.database(None).await.unwrap(), scratch.database(None).await.unwrap());
    let mut hostile = one.session().await.unwrap();
    hostile.plain("DROP OWNED BY guest CASCADE").await.unwrap();
    let mut other = two.session().await.unwrap();
    other.plain("CREATE SCHEMA s; CREATE TEMPORARY TABLE t (id int)").await.unwrap();
    for sql in [
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'login%' AND pid <> pg_backend_pid()",
        "RESET ROLE; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'login%' AND pid <> pg_backend_pid()",
        "BEGIN; LOCK TABLE pg_catalog.pg_database IN ACCESS EXCLUSIVE MODE",
    ] {
        let refused = hostile.plain(sql).await.unwrap_err();
        assert_eq!(refused.code(), Some("42501"), "{sql}");
    }
    other.plain("CREATE TABLE s.t (id int)").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_copied_and_cannot_be_reached() {
    let scratch = scratch().await;
    let base = scratch.database(None).await.unwrap();
    let mut session = base.session().await.unwrap();
    session.plain("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (7)").await.unwrap();
    session.plain("RESET ROLE; SET ROLE guest; CREATE EXTENSION pgcrypto").await.unwrap();
    drop(session);
    base.freeze("abc123").await.unwrap();
    assert_eq!(scratch.known(&["abc123".into(), "def".into()]).await, Some(1));
    assert!(scratch.database(Some("def")).await.is_err());
    let (one, two) = tokio::join!(scratch.database(Some("abc123")), scratch.database(Some("abc123")));
    let (one, two) = (one.unwrap(), two.unwrap());
    let mut session = one.session().await.unwrap();
    session.plain("ALTER TABLE t ADD COLUMN more text; DELETE FROM t").await.unwrap();
    let refused = session.plain("DROP DATABASE snapshot_abc123").await.unwrap_err();
    assert_eq!(refused.code(), Some("42501"));
    let mut other = two.session().await.unwrap();
    assert_eq!(other.rows("public", "t", false, 10).await.unwrap().len(), 1);
    drop((one, two, session, other));
    let last = scratch.database(Some("abc123")).await.unwrap();
    let catalog = last.catalog().await.unwrap();
    assert_eq!(catalog.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["id"]);
    assert!(catalog.others.iter().any(|other| other.object == "extension pgcrypto"));
}

#[tokio::test(flavor = "multi_thread")]
async fn locks_rewrites_and_places_are_seen() {
    let scratch = scratch().await;
    let database = scratch.database(None).await.unwrap();
    let mut session = database.session().await.unwrap();
    session
        .plain("CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT g, g FROM generate_series(1, 9) g")
        .await
        .unwrap();
    let lock = |ran: &super::Ran, name: &str| ran.locks.iter().find(|l| l.relation == name).map(|l| l.mode);
    session.begin().await.unwrap();
    let ran = session.run("UPDATE t SET n = 0", Wrap::Open).await;
    assert_eq!((lock(&ran, "public.t"), ran.rewritten.len()), (Some(Mode::RowExclusive), 0), "{ran:?}");
    let ran = session.run("ALTER TABLE t ALTER COLUMN n TYPE bigint", Wrap::Open).await;
    assert_eq!(lock(&ran, "public.t"), Some(Mode::AccessExclusive), "{ran:?}");
    assert_eq!(ran.rewritten, ["public.t"]);
    let ran = session.run("DROP TABLE t", Wrap::Open).await;
    assert_eq!(lock(&ran, "public.t"), None, "it is held already: {ran:?}");
    session.rollback().await.unwrap();
    let ran = session.run("CREATE INDEX i ON t (n)", Wrap::Own).await;
    assert_eq!((lock(&ran, "public.t"), ran.alone), (Some(Mode::Share), false));
    let ran = session.run("CREATE INDEX CONCURRENTLY j ON t (n)", Wrap::Own).await;
    assert!(ran.failure.is_none() && ran.alone, "{ran:?}");
    let ran = session.run("DROP TABLE t", Wrap::Own).await;
    assert_eq!(lock(&ran, "public.t"), Some(Mode::AccessExclusive));
    let ran = session.run("SELECT nothing", Wrap::Own).await;
    assert!(matches!(ran.failure, Some(Failure::Refused { position: Some(8), .. })), "{ran:?}");
    assert!(session.is_alive());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_cluster_knows_its_snapshots_again() {
    let name = format!("change-mgmt-kept-{}", std::process::id());
    let folder = std::path::Path::new("/tmp").join(name);
    let open = || Scratch::kept(&folder, Binaries::find(None).unwrap(), Limits::default());
    let first = open().await.unwrap();
    let base = first.database(None).await.unwrap();
    base.session().await.unwrap().plain("CREATE TABLE t (id int)").await.unwrap();
    base.freeze("abc123").await.unwrap();
    first.shutdown().await.unwrap();
    let start = Instant::now();
    let second = open().await.unwrap();
    assert_eq!(second.known(&["abc123".to_owned()]).await, Some(1));
    let copy = second.database(Some("abc123")).await.unwrap();
    println!("a kept cluster started and a snapshot copied in {:?}", start.elapsed());
    assert_eq!(copy.catalog().await.unwrap().relations.len(), 1);
    copy.close().await.unwrap();
    second.shutdown().await.unwrap();
    // Not stopped in order, as it seems: nothing in it is believed.
    std::fs::write(folder.join("pgdata/postmaster.pid"), "999999\n/nowhere\n1\n5432\n/tmp\n\n\n").unwrap();
    let third = open().await.unwrap();
    assert_eq!(third.known(&["abc123".to_owned()]).await, None);
    third.shutdown().await.unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}
