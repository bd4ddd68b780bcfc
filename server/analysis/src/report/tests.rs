use super::*;
use crate::{Files, Options, lint};

fn example() -> (Report, Files) {
    let base: Files = [("db/1_a.sql", b"CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);".to_vec())]
        .into_iter()
        .collect();
    let mut head = base.clone();
    head.put(
        "db/2_b.sql",
        b"SET lock_timeout = '1s';\r\n  ALTER TABLE users\r\n    DROP COLUMN email;\r\nSELECT 1;\r\n".to_vec(),
    );
    head.put("db/3_<&\"'>:,%.sql", "-- \u{1b}[31m\nDROP TABLE \"u\u{1b}[2J\u{202e}&<x>\"".as_bytes().to_vec());
    let report = lint(&head, &base, &Options { folder: "db".to_owned(), ..Options::default() });
    (report, head)
}

#[test]
fn the_forms_look_like_this() {
    let (report, files) = example();
    insta::assert_snapshot!("text", text(&report, &files, false));
    insta::assert_snapshot!("colour", text(&report, &files, true).replace('\u{1b}', "ESC"));
    insta::assert_snapshot!("json", json(&report));
    insta::assert_snapshot!("sarif", sarif(&report));
    insta::assert_snapshot!("junit", junit(&report));
    insta::assert_snapshot!("github", github(&report));
}

#[test]
fn strangers_cannot_steer_terminal_or_runner() {
    let (report, files) = example();
    assert!(!text(&report, &files, false).contains(['\u{1b}', '\u{202e}']));
    assert!(!junit(&report).contains(['\u{1b}', '\u{202e}']));
    for line in github(&report).lines() {
        assert!(
            line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice "),
            "{line}"
        );
    }
    serde_json::from_str::<serde_json::Value>(&sarif(&report)).unwrap();
    let back: Report = serde_json::from_str(&json(&report)).unwrap();
    assert_eq!(back, report);
}

#[test]
fn readers_that_are_not_shown_are_counted() {
    let (mut report, files) = example();
    for (count, says) in
        [(5, None), (6, Some("read by: 1 more; --format json lists all")), (12, Some("read by: 7 more;"))]
    {
        report.findings[0].readers = (1..=count).map(|i| crate::Place::file(format!("src/{i}.rs"))).collect();
        let text = text(&report, &files, false);
        assert_eq!(text.matches("read by: src/").count(), 5);
        assert_eq!(text.contains("--format json"), says.is_some(), "{count}");
        assert!(says.is_none_or(|says| text.contains(says)), "{text}");
        for form in [junit(&report), github(&report)] {
            let line = form.lines().find(|line| line.contains("read by: src/1.rs:1, src/2.rs:1")).unwrap();
            assert_eq!(line.contains(" more"), says.is_some(), "{line}");
        }
    }
}

#[test]
fn fingerprints_outlive_moved_lines() {
    let (report, mut files) = example();
    let base: Files = files
        .iter()
        .filter(|(path, _)| path.starts_with("db/1"))
        .map(|(path, bytes)| (path.to_owned(), bytes.clone()))
        .collect();
    files.put(
        "db/2_b.sql",
        b"-- a new head\nSET lock_timeout = '1s';\nALTER TABLE users DROP COLUMN email;\nSELECT 1;".to_vec(),
    );
    let moved = lint(&files, &base, &Options { folder: "db".to_owned(), ..Options::default() });
    let prints = |report: &Report| {
        report.findings.iter().map(|finding| finding.fingerprint.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(prints(&report), prints(&moved));
}
