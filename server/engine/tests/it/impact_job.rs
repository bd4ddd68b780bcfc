//! The analysis of what a request reaches, with a branch and without one.

use crate::desk::Desk;
use crate::validation_job::{folds, remove_email};
use crate::world::person;
use domain::api::{ChangeDetail, ChangeRef, Changes, Validations};
use domain::change::{ChangeState, Command, Operation};
use domain::intake::ChangeInput;

async fn impact(d: &Desk, change: &ChangeDetail) -> domain::api::ImpactView {
    d.world.engine.impact(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_reaches_is_found_without_a_branch_and_again_after_an_edit() {
    let d = Desk::new().await;
    let change = d.world.create(&remove_email()).await;
    assert_eq!(d.runs("queued").await, 1);
    let by = |state: &ChangeState, id: &str| {
        state.workflow.step(id).unwrap().completion.as_ref().map(|done| done.completed_by.clone())
    };
    assert!(d.validator.round().await.unwrap());
    let view = impact(&d, &change).await;
    let outcome = view.outcome.unwrap();
    assert!(view.current && view.report.is_some());
    assert_eq!((outcome.commit.as_str(), &outcome.branch), ("base", &None));
    assert_eq!(outcome.code[0].place, "src/users.rs:1");
    let state = d.world.state(&change).await;
    for id in ["analyze-components", "detect-dependencies"] {
        assert_eq!(by(&state, id), Some("system".to_owned()), "{id}");
    }
    // The same files and the same request are not looked at twice.
    d.world.run("rev", &change, Command::RequestAnalysis).await.unwrap();
    assert!(d.validator.round().await.unwrap());
    let run = impact(&d, &change).await.run.unwrap();
    assert!(run.parts.iter().any(|part| part.note.contains("Known from an earlier run")), "{:?}", run.parts);

    // An edit of the text asks for nothing; one of the reach opens both steps and asks again.
    let edit = async |alter: fn(&mut ChangeInput)| {
        let mut input = remove_email();
        alter(&mut input);
        let valid =
            d.world.engine.validate_edit(&person("ada"), ChangeRef::Id(change.change.id), &input).await.unwrap();
        d.world.run("ada", &change, Command::Edit(Box::new(valid))).await.unwrap()
    };
    edit(|input| input.title = Some("Another title".to_owned())).await;
    assert_eq!(d.runs("queued").await, 0);
    edit(|input| input.metadata.affected_tables = vec!["sessions".to_owned()]).await;
    assert_eq!(d.runs("queued").await, 1);
    assert_eq!(by(&d.world.state(&change).await, "analyze-components"), None);
    assert!(d.validator.round().await.unwrap());
    let state = d.world.state(&change).await;
    assert_eq!(by(&state, "analyze-components"), Some("system".to_owned()));
    assert!(state.impact().unwrap().objects.iter().any(|object| object.name == "public.sessions"));

    // The branch takes its place, and no part of the trail is lost.
    d.shelf.push("c1", &[]);
    d.world
        .run("dan", &change, Command::SetBranch { branch: "wide".to_owned(), base: None, reason: None })
        .await
        .unwrap();
    while d.validator.round().await.unwrap() {}
    let state = d.world.state(&change).await;
    assert_eq!(state.impact().unwrap().branch.as_deref(), Some("wide"));
    assert_eq!(by(&state, "analyze-components"), Some("system".to_owned()));
    folds(&d, &change).await;
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repository_that_is_away_leaves_the_analysis_to_people() {
    let d = Desk::new().await;
    let change = d.world.create(&remove_email()).await;
    *d.shelf.mischief.lock().unwrap() = Some("The forge is away.");
    assert!(d.validator.round().await.unwrap());
    let view = impact(&d, &change).await;
    assert_eq!((view.failed.as_deref(), view.current), (Some("The forge is away."), false));
    assert!(view.warnings[0].contains("The forge is away."), "{:?}", view.warnings);
    let done =
        d.world.forward(&d.world.engine.get(&person("ada"), ChangeRef::Id(change.change.id)).await.unwrap()).await;
    assert!(done.unwrap().steps.iter().any(|s| s.step.id == "analyze-components" && s.step.completion.is_some()));
    folds(&d, &change).await;
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_collide_on_what_they_reach() {
    let d = Desk::new().await;
    let (key, view) = (
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), total int);\n",
        "CREATE VIEW addresses AS SELECT u.email, o.total FROM users u JOIN orders o ON o.user_id = u.id;\n",
    );
    d.shelf.main(&[("migrations/002_orders.up.sql", key), ("migrations/003_addresses.up.sql", view)]);
    let operation = |title: &str, operation: Operation| {
        let mut input = remove_email();
        input.title = Some(title.to_owned());
        input.kind = Some(
            if matches!(operation, Operation::DropTable { .. }) { "remove-table" } else { "remove-field" }.to_owned(),
        );
        input.metadata.operations = vec![operation];
        input
    };
    // One takes a column away that a view shows, another one the table on which a foreign key stands.
    let email = d.world.create(&remove_email()).await;
    let column = |name: &str| Operation::DropColumn { table: "orders".to_owned(), name: name.to_owned() };
    let total = d.world.create(&operation("Drop the total", column("total"))).await;
    let lone = d
        .world
        .create(&operation("Drop a table of nobody's", Operation::DropTable { table: "colours".to_owned() }))
        .await;
    assert!(total.collisions.is_empty(), "by their words alone they have nothing in common");
    while d.validator.round().await.unwrap() {}
    let of = async |change: &ChangeDetail| {
        d.world.engine.get(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap().collisions
    };
    let found = of(&email).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].key, total.change.key());
    assert!(
        found[0].touches.iter().any(|touch| (touch.kind.as_str(), touch.key.as_str()) == ("view", "public.addresses")),
        "{found:?}"
    );
    assert_eq!(of(&total).await[0].key, email.change.key());
    assert!(of(&lone).await.is_empty());
    // The fact names it as well, for the one that came later.
    let known = d.world.state(&total).await.impact().unwrap().collisions.clone();
    assert_eq!(known[0].key, email.change.key());
    // A new foreign key reaches the table that somebody drops.
    let refer = Operation::AddForeignKey {
        table: "carts".to_owned(),
        column: "user_id".to_owned(),
        references: "users(id)".to_owned(),
    };
    let mut input = operation("Tie carts to users", refer);
    input.kind = Some("add-relation".to_owned());
    input.metadata.breaking_change = false;
    let cart = d.world.create(&input).await;
    assert!(d.validator.round().await.unwrap());
    assert!(of(&cart).await.is_empty(), "a column of the other table matters to nobody's key");
    let gone = Operation::DropTable { table: "users".to_owned() };
    let gone = d.world.create(&operation("Drop the table users", gone)).await;
    assert!(of(&cart).await.iter().any(|other| other.key == gone.change.key()));
    d.world.run("ada", &gone, Command::Cancel { reason: "No longer wanted".to_owned() }).await.unwrap();
    // What has ended collides with nobody.
    d.world.run("ada", &email, Command::Cancel { reason: "No longer wanted".to_owned() }).await.unwrap();
    assert!(of(&total).await.is_empty());
    d.proofs.close().await;
}
