mod liquibase;
mod ways_back;

use super::*;

fn read(files: &[(&str, &str)]) -> History {
    let files: Files = files.iter().map(|(path, text)| (format!("db/{path}"), text.as_bytes().to_vec())).collect();
    History::read(&files, "db/", None, None, &Limits::default())
}

fn shown(history: &History) -> Vec<String> {
    let one = |m: &Migration| {
        let down = m.down.as_ref().map(|down| down.sql().trim().to_owned());
        format!("{} {}: {} | {}", m.version, m.name, m.up.sql().trim(), down.unwrap_or_else(|| "-".to_owned()))
    };
    history.migrations.iter().map(one).collect()
}

#[test]
fn every_layout_is_recognised_and_paired() {
    type Case<'a> = (Layout, &'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (
            Layout::Sqlx,
            &[
                ("20260102030405_b.up.sql", "up"),
                ("20260102030405_b.down.sql", "down"),
                ("20250102030405_a.sql", "old"),
            ],
            &["20250102030405 a: old | -", "20260102030405 b: up | down"],
        ),
        (
            Layout::GolangMigrate,
            &[("10_b.up.sql", "up"), ("10_b.down.sql", "down"), ("2_a.up.sql", "old")],
            &["2 a: old | -", "10 b: up | down"],
        ),
        (
            Layout::Dbmate,
            &[("20260102030405_a.sql", "-- migrate:up\nup\n-- migrate:down\ndown")],
            &["20260102030405 a: up | down"],
        ),
        (Layout::Goose, &[("00001_a.sql", "-- +goose Up\r\nup\r\n-- +goose Down\r\ndown")], &["00001 a: up | down"]),
        (
            Layout::Flyway,
            &[
                ("V1.10__b.sql", "b"),
                ("V1.2__a.sql", "a"),
                ("U1.2__a.sql", "undo"),
                ("R__v.sql", "view"),
                ("afterMigrate__grants.sql", "c"),
            ],
            &["1.2 a: a | undo", "1.10 b: b | -", " v: view | -", " afterMigrate__grants: c | -"],
        ),
        (
            Layout::Liquibase,
            &[(
                "all.sql",
                "--liquibase formatted sql\n\n--changeset me:1\na\n--rollback undo a\n--changeset me:2 runInTransaction:false\nb",
            )],
            &["all.sql me:1: a | undo a", "all.sql me:2: b | -"],
        ),
        (Layout::Prisma, &[("20260102030405_a/migration.sql", "up")], &["20260102030405 a: up | -"]),
        (
            Layout::Diesel,
            &[("2026-01-02-030405_a/up.sql", "up"), ("2026-01-02-030405_a/down.sql", "down")],
            &["2026-01-02-030405 a: up | down"],
        ),
        (
            Layout::Sqitch,
            &[
                (
                    "sqitch.plan",
                    "%syntax-version=1.0.0\n%project=x\n\nb 2026-01-02T03:04:05Z me <me@x> # b\na [b] 2026-01-02T03:04:06Z me <me@x> # a\n",
                ),
                ("deploy/a.sql", "a"),
                ("deploy/b.sql", "b"),
                ("revert/b.sql", "undo"),
            ],
            &["000001 b: b | undo", "000002 a: a | -"],
        ),
        (
            Layout::Numbered,
            &[("1.sql", "a"), ("02-c.sql", "b"), ("10_d.sql", "c")],
            &["1 : a | -", "02 c: b | -", "10 d: c | -"],
        ),
        (Layout::Plain, &[("schema.sql", "a")], &["schema schema: a | -"]),
    ];
    for (layout, files, expected) in cases {
        let history = read(files);
        assert_eq!(history.layout, *layout, "{files:?}");
        assert_eq!(shown(&history), *expected, "{layout:?}");
    }
}

#[test]
fn transactions_are_as_the_tool_makes_them() {
    let alone = read(&[("20260102030405_a.sql", "-- no-transaction\nselect 1")]);
    assert_eq!(alone.migrations[0].up.transaction, Transaction::Implicit);
    let late = read(&[("20260102030405_a.sql", "-- later\n-- no-transaction\nselect 1")]);
    assert_eq!(late.migrations[0].up.transaction, Transaction::Always, "sqlx looks at the first bytes alone");
    let wrapped = read(&[("20260102030405_a.sql", "select 1")]);
    assert_eq!(wrapped.migrations[0].up.transaction, Transaction::Always);
    let goose = read(&[("1_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nselect 1")]);
    assert_eq!(goose.migrations[0].up.transaction, Transaction::Never);
    let diesel = read(&[
        ("2026-01-02-030405_a/up.sql", "select 1"),
        ("2026-01-02-030405_a/metadata.toml", "run_in_transaction = false"),
    ]);
    assert_eq!(diesel.migrations[0].up.transaction, Transaction::Implicit);
    let dbmate = read(&[("1_a.sql", "-- migrate:up transaction:false\nselect 1;\n-- migrate:down\nselect 2;")]);
    assert_eq!(dbmate.migrations[0].up.transaction, Transaction::Implicit);
    let conf = ("V2__b.sql.conf", "# outside\nexecuteInTransaction = false\n");
    let flyway = read(&[("V1__a.sql", "select 1"), ("V2__b.sql", "select 1"), conf]);
    let how: Vec<_> = flyway.migrations.iter().map(|m| m.up.transaction).collect();
    assert_eq!(how, [Transaction::Always, Transaction::Never]);
}

fn faults(head: &[(&str, &str)], base: &[(&str, &str)]) -> Vec<String> {
    check(&read(head), &read(base), &[]).into_iter().map(|fault| format!("{} {}", fault.rule, fault.path)).collect()
}

#[test]
fn faults_of_files_are_found() {
    let old: &[(&str, &str)] = &[("20260102000000_a.up.sql", "a"), ("20260102000000_a.down.sql", "a")];
    assert_eq!(faults(old, old), Vec::<String>::new());
    let head: &[(&str, &str)] = &[
        ("20260102000000_a.up.sql", "edited"),
        ("20260102000000_a.down.sql", "a"),
        ("20260101000000_b.up.sql", "b"),
        ("20260103000000_c.up.sql", " \r\n"),
        ("20260103000000_c.down.sql", "c"),
        ("20260103000000_d.up.sql", "d"),
        ("20260103000000_d.down.sql", "d"),
        ("20260104000000_e.down.sql", "e"),
    ];
    assert_eq!(
        faults(head, old),
        [
            "orphan-down db/20260104000000_e.down.sql",
            "missing-down db/20260101000000_b.up.sql",
            "out-of-order db/20260101000000_b.up.sql",
            "edited-migration db/20260102000000_a.up.sql",
            "empty-migration db/20260103000000_c.up.sql",
            "duplicate-version db/20260103000000_d.up.sql",
        ]
    );
    assert_eq!(faults(&[], old), ["removed-migration db/20260102000000_a.up.sql"]);
}

#[test]
fn any_bytes_are_read_or_refused() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let files: Files =
        [("1_a.sql", b"\xFF\xFEa\0\r\0\n\0".to_vec()), ("2_b.sql", vec![b' '; 11]), ("3_c.sql", b"\xC3".to_vec())]
            .into_iter()
            .collect();
    let history = History::read(&files, ".", None, None, &limits);
    assert_eq!(history.migrations[0].up.sql(), "a\r\n");
    assert_eq!(
        history.defects,
        [("2_b.sql".to_owned(), Defect::Oversized(11)), ("3_c.sql".to_owned(), Defect::Damaged)]
    );
}

#[test]
fn files_that_the_tool_passes_over_are_named() {
    let found = |files: &[(&str, &str)]| {
        let history = read(files);
        let names = history.defects.into_iter().map(|(path, defect)| match defect {
            Defect::Misnamed(expected) => format!("{path}: {expected}"),
            other => format!("{path}: {other:?}"),
        });
        names.collect::<Vec<_>>()
    };
    let sqlx: &[(&str, &str)] = &[
        ("20260102030405_b.up.sql", "up"),
        ("20260102030405_b.down.sql", "down"),
        ("20260103030405_c.up.sql", "up"),
        ("20260103030405_c.down.sql", "down"),
        ("20250102030405_old.sql", "up"),
        ("20260104030405-x.up.sql", ""),
        ("20260105030405_UP.SQL", ""),
        ("notes.sql", ""),
        ("schema.sql", ""),
        ("seeds/users.sql", ""),
        ("seed_users.sql", ""),
    ];
    assert_eq!(
        found(sqlx),
        [
            "db/20260104030405-x.up.sql: 20260104030405_x.up.sql",
            "db/20260105030405_UP.SQL: 20260105030405_<name>.up.sql",
            "db/notes.sql: <version>_notes.up.sql",
        ]
    );
    let hyphens = [("20260102030405-a.up.sql", ""), ("20260102030405-a.down.sql", ""), ("20260103030405_b.up.sql", "")];
    assert_eq!(found(&hyphens), Vec::<String>::new());
    let dbmate = [("20260102030405_a.sql", "-- migrate:up"), ("readme.SQL", "-- migrate:up"), ("schema.sql", "")];
    assert_eq!(found(&dbmate), ["db/readme.SQL: <version>_readme.sql"]);
    let diesel = [
        ("2026-01-02-030405_a/up.sql", ""),
        ("2026-01-02-030405_a/down.sql", ""),
        ("2026-01-01-030405_c/up.sql", ""),
        ("2026-01-01-030405_c/down.sql", ""),
        ("2026-01-03-030405_b/UP.sql", ""),
        ("2026-01-03-030405_b/Down.sql", ""),
        ("2026-01-02-030405_a/check.sql", ""),
    ];
    assert_eq!(
        found(&diesel),
        [
            "db/2026-01-03-030405_b/Down.sql: 2026-01-03-030405_b/down.sql",
            "db/2026-01-03-030405_b/UP.sql: 2026-01-03-030405_b/up.sql",
        ]
    );
    let prisma = [
        ("20260101030405_a/migration.sql", ""),
        ("20260102030405_a/migration.sql", ""),
        ("20260102030405_a/down.sql", ""),
        ("20260103030405_b.sql", ""),
    ];
    assert_eq!(found(&prisma), ["db/20260103030405_b.sql: 20260103030405_b/migration.sql"]);
}

#[test]
fn folders_in_a_flat_folder_are_no_migrations() {
    let mut files = vec![("0001_x.up.sql", "x"), ("0001_x.down.sql", "x")];
    files.extend([("functions/f.sql", "f"), ("functions/g.sql", "g"), ("test/fixtures.sql", ""), ("test/1.sql", "")]);
    let history = read(&files);
    assert_eq!((history.layout, shown(&history)), (Layout::GolangMigrate, vec!["0001 x: x | x".to_owned()]));
    assert_eq!(history.beside.len(), 4);
    assert_eq!(faults(&files, &[]), Vec::<String>::new());
    let databases = [("a/0001_x.up.sql", "x"), ("a/0001_x.down.sql", "x"), ("b/0001_y.up.sql", "y")];
    assert_eq!(read(&databases).migrations.len(), 2);
}

#[test]
fn the_other_half_may_be_there_without_being_read() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let long = "-".repeat(11);
    let told = |files: &[(&str, &str)], unread: &[String]| {
        let files: Files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let history = History::read(&files, ".", None, None, &limits);
        check(&history, &read(&[]), unread).into_iter().map(|fault| fault.rule).collect::<Vec<_>>()
    };
    let pair = [("1_a.up.sql", "a"), ("1_a.down.sql", "a"), ("2_b.up.sql", long.as_str()), ("2_b.down.sql", "b")];
    assert_eq!(told(&pair, &[]), ["file-too-large"]);
    let half = [("1_a.up.sql", "a"), ("1_a.down.sql", "a"), ("2_b.down.sql", "b")];
    assert_eq!(told(&half, &[]), ["orphan-down"]);
    assert_eq!(told(&half, &["2_b.up.sql".to_owned()]), Vec::<&str>::new());
    let folders = [("1_a/up.sql", "a"), ("1_a/down.sql", "a"), ("2_b/down.sql", "b")];
    assert_eq!(told(&folders, &["2_b/up.sql".to_owned()]), Vec::<&str>::new());
}

#[test]
fn an_empty_way_back_is_called_empty() {
    let message = |files: &[(&str, &str)]| check(&read(files), &read(&[]), &[])[0].message.clone();
    assert_eq!(message(&[("1_a.up.sql", "a"), ("1_a.down.sql", " ")]), "not undone: db/1_a.down.sql is empty");
    assert_eq!(message(&[("1_a.up.sql", "a"), ("2_b.up.sql", "")]), "nothing undoes it");
    assert_eq!(
        message(&[("1_a.sql", "-- migrate:up\na\n-- migrate:down\n")]),
        "not undone: the part of it that undoes it is empty"
    );
}

#[test]
fn flyway_knows_what_runs_outside_of_a_transaction() {
    let (always, never) = (Transaction::Always, Transaction::Never);
    for (sql, conf, how) in [
        ("create index concurrently i on t (a);", "", never),
        ("create unique index concurrently i on t (a); drop index concurrently j;", "", never),
        ("vacuum t;", "", never),
        ("discard all;", "", never),
        ("reset all;", "", always),
        ("reindex index concurrently i;", "", always),
        ("reindex index concurrently i;", "executeInTransaction=false", never),
        ("set lock_timeout = '1s'; create index concurrently i on t (a);", "", always),
        ("set lock_timeout = '1s'; create index concurrently i on t (a);", "executeInTransaction=false", always),
        ("alter type st add value 'a';", "", always),
        ("select 'create index concurrently';", "", always),
    ] {
        let read = read(&[("V1__a.sql", sql), ("V1__a.sql.conf", conf)]);
        assert_eq!(read.migrations[0].up.transaction, how, "{sql} {conf}");
    }
}

#[test]
fn a_reworked_change_is_a_new_one() {
    let first = "%project=x\n\nf 2026-01-02T03:04:05Z me <me@x> # f\n";
    let plan =
        format!("{first}@v1 2026-01-02T03:04:06Z me <me@x> # v1\n\nf [f@v1] 2026-01-03T03:04:05Z me <me@x> # again\n");
    let base = [
        ("sqitch.plan", first),
        ("deploy/f.sql", "create function f();"),
        ("revert/f.sql", "drop function f();"),
        ("verify/f.sql", "select f();"),
    ];
    let head = [
        ("sqitch.plan", plan.as_str()),
        ("deploy/f@v1.sql", "create function f();"),
        ("revert/f@v1.sql", "drop function f();"),
        ("verify/f@v1.sql", "select f();"),
        ("deploy/f.sql", "create or replace function f();"),
        ("revert/f.sql", "create or replace function f();"),
        ("verify/f.sql", "select f();"),
    ];
    assert_eq!(faults(&head, &base), Vec::<String>::new());
    let (new, old) = (read(&head), read(&base));
    let added: Vec<_> = new.added(&old).map(|one| one.up.path.as_str()).collect();
    assert_eq!(added, ["db/deploy/f.sql"]);
    assert_eq!(new.migrations[0].up.path, "db/deploy/f@v1.sql");
    let mut edited = head;
    edited[1].1 = "create function g();";
    assert_eq!(faults(&edited, &base), ["edited-migration db/deploy/f@v1.sql"]);
    let missing: Vec<_> = head.into_iter().filter(|(path, _)| *path != "deploy/f@v1.sql").collect();
    assert!(faults(&missing, &base).contains(&"not-in-plan db/deploy/f@v1.sql".to_owned()));
}

#[test]
fn a_baseline_stands_for_the_versions_before_it() {
    let paths = |files: &[(&str, &str)]| -> Vec<String> {
        let read = read(files);
        read.migrations.iter().map(|one| one.up.path.trim_start_matches("db/").to_owned()).collect()
    };
    let (one, two, three) = (("V1__a.sql", "a"), ("V2__b.sql", "b"), ("V3__c.sql", "c"));
    let base = ("B2__base.sql", "ab");
    assert_eq!(paths(&[base, one, two, three]), ["V1__a.sql", "V2__b.sql", "V3__c.sql"]);
    assert_eq!(paths(&[base, three]), ["B2__base.sql", "V3__c.sql"]);
    assert_eq!(paths(&[("B1__base.sql", "a"), base, three]), ["B2__base.sql", "V3__c.sql"]);
    assert_eq!(paths(&[base]), ["B2__base.sql"]);
    assert_eq!(faults(&[base, one, two, three], &[one, two, three]), Vec::<String>::new());
    assert_eq!(faults(&[base, three], &[base]), Vec::<String>::new());
    let (squashed, deployed) = (read(&[base, three]), read(&[one, two]));
    let added: Vec<_> = squashed.added(&deployed).map(|one| one.up.path.as_str()).collect();
    assert_eq!(added, ["db/V3__c.sql"]);
}
