use super::*;

const PAIR: &[(&str, &str)] = &[("1_a.up.sql", "a"), ("1_a.down.sql", "b")];

#[test]
fn a_deployed_way_back_stays_as_it_is() {
    let edited = &[PAIR[0], ("1_a.down.sql", "DROP SCHEMA public CASCADE")];
    assert_eq!(faults(edited, PAIR), ["edited-migration db/1_a.down.sql"]);
    assert_eq!(faults(&[PAIR[0]], PAIR), ["missing-down db/1_a.up.sql"]);
    assert_eq!(faults(PAIR, &[PAIR[0]]), Vec::<String>::new());
    let unread = ["db/1_a.down.sql".to_owned()];
    assert_eq!(check(&read(&[PAIR[0]]), &read(PAIR), &unread), []);
    let both = |up: &str, down: &str| format!("-- migrate:up\n{up}\n-- migrate:down\n{down}\n");
    let (old, down, all) = (both("a", "b"), both("a", "c"), both("b", "c"));
    assert_eq!(faults(&[("1_a.sql", &down)], &[("1_a.sql", &old)]), ["edited-migration db/1_a.sql"]);
    assert_eq!(faults(&[("1_a.sql", &all)], &[("1_a.sql", &old)]), ["edited-migration db/1_a.sql"]);
    let flyway = [("V1__a.sql", "a"), ("U1__a.sql", "b")];
    assert_eq!(faults(&flyway[..1], &flyway), ["missing-down db/V1__a.sql"]);
}

#[test]
fn comments_do_nothing() {
    for nothing in ["-- Add down migration script here\n", "/* nothing\n */", " \n-- a\n/* b */ -- c", ";"] {
        assert_eq!(faults(&[PAIR[0], ("1_a.down.sql", nothing)], &[]), ["missing-down db/1_a.up.sql"], "{nothing}");
        assert_eq!(faults(&[("1_a.up.sql", nothing), PAIR[1]], &[]), ["empty-migration db/1_a.up.sql"], "{nothing}");
    }
    for something in ["-- a\nSELECT 1;", "/* a */ SELECT 1", "/* a\n-- b */\nSELECT 1"] {
        assert_eq!(faults(&[PAIR[0], ("1_a.down.sql", something)], &[]), Vec::<String>::new(), "{something}");
    }
}

#[test]
fn nothing_is_undone_where_nothing_ever_was() {
    let simple = [("20260101000000_a.sql", "a"), ("20260102000000_b.sql", "b"), ("20260103000000_c.sql", "c")];
    assert_eq!(faults(&simple, &simple[..1]), Vec::<String>::new());
    assert_eq!(faults(&simple, &[]), Vec::<String>::new());
    let named = [("20260101000000_a.up.sql", "a"), ("20260102000000_b.up.sql", "b")];
    assert_eq!(faults(&named, &named[..1]), Vec::<String>::new());
    assert_eq!(faults(&named, &[]).len(), 2);
    let undone = [named[0], ("20260101000000_a.down.sql", "a"), named[1]];
    assert_eq!(faults(&undone, &undone[..2]), ["missing-down db/20260102000000_b.up.sql"]);
    let mixed = [simple[0], named[1], ("20260102000000_b.down.sql", "b"), simple[2]];
    assert_eq!(faults(&mixed, &mixed[..3]), ["missing-down db/20260103000000_c.sql"]);
}
