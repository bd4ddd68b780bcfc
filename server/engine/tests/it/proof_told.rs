//! What a proof says of that is no fault of the change: folders without a way back, enums, and conditions on new rows.

use crate::proof::{plan_of, run, scratch};
use analysis::{Effect, Severity};
use engine::proof::{Proof, Verdict};
use store::scratch::Scratch;

const BASE: &str = "CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);";

async fn proven(scratch: &Scratch, up: &str, down: &str) -> Proof {
    let base = [("1_base.up.sql", BASE), ("1_base.down.sql", "SELECT 1;")];
    run(scratch, &plan_of(&base, &[("2_c.up.sql", up), ("2_c.down.sql", down)])).await
}

fn told(proof: &Proof) -> Vec<(&str, Severity, String)> {
    proof.findings.iter().map(|one| (one.rule.as_str(), one.severity, one.message.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_goes_no_way_back_is_warned_of_it() {
    let scratch = scratch().await;
    let up = "ALTER TABLE users ADD COLUMN nick text;";
    for (first, second) in [("V1__base.sql", "V2__c.sql"), ("1_base.sql", "2_c.sql")] {
        let proof = run(&scratch, &plan_of(&[(first, BASE)], &[(second, up)])).await;
        let message = format!("migrations/{second} has no down script.");
        assert_eq!(told(&proof), [("proof-down-missing", Severity::Warning, message)]);
        assert_eq!(proof.verdict, Verdict::Irreversible);
    }
    let undone = [("V1__base.sql", BASE), ("U1__base.sql", "DROP TABLE users;")];
    let proof = run(&scratch, &plan_of(&undone, &[("V2__c.sql", up)])).await;
    assert_eq!(told(&proof)[0].1, Severity::Error);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_an_enum_keeps_is_warned_of() {
    let scratch = scratch().await;
    let base = [("1_base.up.sql", "CREATE TYPE mood AS ENUM ('sad', 'ok');"), ("1_base.down.sql", "DROP TYPE mood;")];
    let with = |up, down| plan_of(&base, &[("2_c.up.sql", up), ("2_c.down.sql", down)]);
    let add = "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy' BEFORE 'ok';";
    let proof = run(&scratch, &with(add, "SELECT 1;")).await;
    let message = "After up and down, enum public.mood still has `happy`.".to_owned();
    assert_eq!(told(&proof), [("proof-enum-value-left", Severity::Warning, message)]);
    assert_eq!(proof.verdict, Verdict::Irreversible);

    // The next time it is there already.
    let proof = run(&scratch, &with("ALTER TYPE mood ADD VALUE 'happy';", "SELECT 1;")).await;
    let again = proof.findings.iter().find(|one| one.rule == "proof-second-up-fails").unwrap();
    assert!(again.fix.contains("IF NOT EXISTS") && again.severity == Severity::Warning, "{again:?}");
    let both = "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy'; CREATE TABLE more (id int);";
    let proof = run(&scratch, &with(both, "SELECT 1;")).await;
    let again = proof.findings.iter().find(|one| one.rule == "proof-second-up-fails").unwrap();
    assert_eq!(again.severity, Severity::Error, "{again:?}");
    // Another name or order is another matter.
    let renamed = "ALTER TYPE mood RENAME VALUE 'sad' TO 'down';";
    let proof = run(&scratch, &with(renamed, "SELECT 1;")).await;
    assert!(proof.findings.iter().any(|one| one.rule == "proof-schema-different"), "{:?}", told(&proof));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_no_row_meets_is_told() {
    let scratch = scratch().await;
    let down = "ALTER TABLE users DROP CONSTRAINT kept;";
    let with = |condition: &str| format!("ALTER TABLE users ADD CONSTRAINT kept CHECK ({condition}) NOT VALID;");
    let proof = proven(&scratch, &with("false"), down).await;
    let found = proof.findings.iter().find(|one| one.rule == "proof-rows-refused").unwrap();
    assert_eq!((found.severity, &found.effects[..]), (Severity::Error, &[Effect::Breaking][..]));
    assert_eq!(found.message, "After up, every row that is written to public.users is refused by kept.");
    assert_eq!(found.place.as_ref().map(|place| place.line), Some(1));
    assert_eq!(proof.verdict, Verdict::Reversible, "{:?}", proof.reasons);

    let proof = proven(&scratch, &with("age > 1000000000 AND id < 0 AND email ~ '^[a-z]+@.+$'"), down).await;
    let found = proof.findings.iter().find(|one| one.rule == "proof-rows-refused").unwrap();
    assert_eq!((found.severity, &found.effects[..]), (Severity::Warning, &[Effect::DataDependent][..]));

    let column = "ALTER TABLE users ADD COLUMN nick text; ALTER TABLE users ADD CHECK (nick IS NOT NULL) NOT VALID;";
    let proof = proven(&scratch, column, "ALTER TABLE users DROP COLUMN nick;").await;
    assert!(proof.findings.iter().any(|one| one.rule == "proof-rows-refused"), "{:?}", told(&proof));

    for fine in ["true", "age IS NULL OR age >= 0", "age < 1000 OR id > 0"] {
        let proof = proven(&scratch, &with(fine), down).await;
        assert_eq!(told(&proof), [], "{fine}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_in_which_triggers_keep_a_record_are_no_fault_of_down() {
    let scratch = scratch().await;
    let base = "CREATE TABLE users (id bigint PRIMARY KEY, email text);
        CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, what text);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO audit (at, what) VALUES (now(), TG_OP); RETURN NEW; END $$;
        CREATE TRIGGER note AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note();";
    let base = [("1_base.up.sql", base), ("1_base.down.sql", "SELECT 1;")];
    let with = |up, down| plan_of(&base, &[("2_c.up.sql", up), ("2_c.down.sql", down)]);
    let (up, down) =
        ("ALTER TABLE users ADD COLUMN nick text; UPDATE users SET nick = 'x';", "ALTER TABLE users DROP COLUMN nick;");
    let severity = |proof: &Proof| {
        let left = proof.findings.iter().find(|one| one.rule == "proof-rows-left").unwrap();
        (left.severity, left.place.as_ref().map(|place| (place.path.clone(), place.line)))
    };
    let proof = run(&scratch, &with(up, down)).await;
    assert_eq!(severity(&proof).0, Severity::Warning, "{:?}", told(&proof));
    // Those that the change writes itself are its own.
    let own = format!("{up}\nINSERT INTO audit (what) VALUES ('migrated');");
    let proof = run(&scratch, &with(own.as_str(), down)).await;
    assert_eq!(severity(&proof), (Severity::Error, Some(("migrations/2_c.up.sql".to_owned(), 2))));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_order_of_columns_is_warned_of() {
    let scratch = scratch().await;
    let (up, down) = ("ALTER TABLE users DROP COLUMN email;", "ALTER TABLE users ADD COLUMN email text;");
    let proof = proven(&scratch, up, down).await;
    let order = proof.findings.iter().find(|one| one.rule == "proof-schema-different").unwrap();
    assert_eq!(order.severity, Severity::Warning, "{order:?}");
    assert!(order.message.starts_with("After up and down, columns of public.users stand in another order: it was"));
    assert!(proof.findings.iter().any(|one| one.rule == "proof-rows-altered"), "{:?}", told(&proof));
}
