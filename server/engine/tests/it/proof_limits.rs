//! What the proof's role may not do, roles that are left, rows that are copied, and writes that go wrong.

use crate::proof::{plan_of, run, scratch};
use engine::proof::{Proof, Reason, Verdict};
use store::scratch::Scratch;

const BASE: &str = "CREATE TABLE users (id bigint PRIMARY KEY, email text);";

async fn proven(scratch: &Scratch, base: &str, up: &str, down: &str) -> Proof {
    let base = [("1_base.up.sql", base), ("1_base.down.sql", "SELECT 1;")];
    run(scratch, &plan_of(&base, &[("2_c.up.sql", up), ("2_c.down.sql", down)])).await
}

fn said(proof: &Proof, rule: &str) -> (String, u32) {
    let found = proof.findings.iter().find(|finding| finding.rule == rule).unwrap();
    (found.message.clone(), found.place.as_ref().map_or(0, |place| place.line))
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_of_the_proof_are_no_fault_of_the_migration() {
    let scratch = scratch().await;
    // Only the superuser may switch off what keeps to a foreign key.
    let base = format!("{BASE} CREATE TABLE posts (author bigint REFERENCES users);");
    for up in ["ALTER TABLE users DISABLE TRIGGER ALL;", "CREATE EXTENSION no_such_extension;"] {
        let proof = proven(&scratch, &base, up, "SELECT 1;").await;
        assert!(matches!(&proof.reasons[..], [Reason::Limit { base: false, .. }]), "{up}: {:?}", proof.reasons);
        assert_eq!(proof.verdict, Verdict::Unproven);
        assert!(said(&proof, "proof-not-possible").0.starts_with("The statement cannot be tried: the "));
    }
    let proof = proven(&scratch, "CREATE EXTENSION no_such_extension;", "SELECT 1;", "SELECT 1;").await;
    assert!(matches!(&proof.reasons[..], [Reason::Limit { base: true, .. }]), "{:?}", proof.reasons);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_down_leaves_is_told() {
    let scratch = scratch().await;
    let left = |proof: &Proof| {
        let all = proof.reasons.iter().filter_map(|reason| match reason {
            Reason::LeftBehind { object } => Some(object.clone()),
            _ => None,
        });
        all.collect::<Vec<_>>()
    };
    let up = "CREATE ROLE proof_app_y LOGIN;";
    assert_eq!(left(&proven(&scratch, BASE, up, "SELECT 1;").await), ["role proof_app_y"]);
    assert!(left(&proven(&scratch, BASE, up, "DROP ROLE proof_app_y;").await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_after_a_copy_are_copied() {
    let scratch = scratch().await;
    let base = format!("{BASE}\nCOPY users (id, email) FROM stdin;\n1\ta@b.c\n2\t\\N\n\\.\nSELECT 1;\n");
    let up = "COPY users (id, email) FROM stdin;\n70\td@e.f\n\\.\n";
    let proof = proven(&scratch, &base, up, "DELETE FROM users WHERE id = 70;").await;
    assert_eq!(proof.verdict, Verdict::Reversible, "{:?}", proof.reasons);
    let twice = proven(&scratch, &base, "COPY users (id, email) FROM stdin;\n1\tx\n\\.\n", "SELECT 1;").await;
    assert!(twice.findings.iter().any(|one| one.message.contains("users_pkey")), "{:?}", twice.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_go_wrong_are_told_where_it_is_done() {
    let scratch = scratch().await;
    let trigger = |when: &str, body: &str| {
        format!(
            "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;\n\
             CREATE TRIGGER touch {when} ON users FOR EACH ROW EXECUTE FUNCTION touch();"
        )
    };
    let down = "DROP TRIGGER touch ON users; DROP FUNCTION touch();";
    let up = trigger("AFTER INSERT", "INSERT INTO missing VALUES (1); RETURN NULL;");
    let proof = proven(&scratch, BASE, &up, down).await;
    let (message, line) = said(&proof, "proof-write-fails");
    assert!(message.contains("INSERT on public.users") && message.contains("missing"), "{message}");
    assert_eq!((proof.verdict, line), (Verdict::Fails, 2));
    for (body, word) in [("RAISE EXCEPTION 'closed';", "closed"), ("RETURN NULL;", "writes nothing")] {
        let proof = proven(&scratch, BASE, &trigger("BEFORE INSERT OR UPDATE OR DELETE", body), down).await;
        let refused = proof.findings.iter().filter(|one| one.rule == "proof-write-refused");
        assert_eq!(refused.count(), 3, "{body}: {:?}", proof.reasons);
        let (message, line) = said(&proof, "proof-write-refused");
        assert!(message.contains(word) && line == 2, "{message}");
        assert_eq!(proof.verdict, Verdict::Reversible);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_settings_the_one_that_differs_is_named() {
    let scratch = scratch().await;
    let proof = proven(&scratch, BASE, "ALTER TABLE users SET (fillfactor = 70);", "SELECT 1;").await;
    assert_eq!(
        said(&proof, "proof-schema-different").0,
        "After up and down, settings of public.users are not as they were: options was not set and is `fillfactor=70`."
    );
    let proof = proven(&scratch, BASE, "ALTER TABLE users ALTER email SET STORAGE EXTERNAL;", "SELECT 1;").await;
    assert!(said(&proof, "proof-schema-different").0.ends_with(": storage was not set and is `external`."));
}
