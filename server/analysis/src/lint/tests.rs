use super::{Options, lint};
use crate::Files;

const WORLD: &str = include_str!("../rules/tests/postgres.sql");

/// The rules that find something in a change, with their subjects.
fn found(files: &[(&str, &str)], rules: &[&str]) -> Vec<String> {
    let (mut head, mut base) = (Files::default(), Files::default());
    for files in [&mut head, &mut base] {
        files.put("0001_base.up.sql", WORLD.as_bytes().to_vec());
        files.put("0001_base.down.sql", b"SELECT 1;".to_vec());
    }
    for (path, text) in files {
        head.put(*path, text.as_bytes().to_vec());
    }
    let report = lint(&head, &base, &Options::default());
    let of = report.findings.iter().filter(|finding| rules.contains(&finding.rule.as_str()));
    of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

fn in_up(sql: &str, rules: &[&str]) -> Vec<String> {
    found(&[("0002_x.up.sql", sql), ("0002_x.down.sql", "SELECT 1;")], rules)
}

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
fn a_constant_is_read_in_any_quotes() {
    let rules = ["delete-without-where", "not-analysable"];
    for execute in ["'DELETE FROM orders'", "$q$DELETE FROM orders$q$", "$q$DELETE FROM orders$q$ USING 1"] {
        assert_eq!(
            in_up(&format!("DO $$ BEGIN EXECUTE {execute}; END $$;"), &rules),
            ["delete-without-where: every row of orders is deleted"],
            "{execute}"
        );
    }
    assert_eq!(in_up("DO $$ BEGIN EXECUTE 'DELETE FROM orders WHERE a = ''x'''; END $$;", &rules).len(), 1);
}
