//! What goes in: sizes, hostile text, keys, dependencies.

use crate::world::{World, add_field, person};
use domain::AppError;
use domain::api::{ChangeFilter, ChangeRef, Changes};
use domain::change::Command;
use domain::intake::ChangeInput;

#[tokio::test(flavor = "multi_thread")]
async fn a_title_of_100_000_characters_is_refused_and_leaves_nothing() {
    let w = World::new().await;
    let refused = w.engine.create(&person("ada"), &add_field(&"ä".repeat(100_000)), None).await;
    assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].pointer == "/title"), "{refused:?}");
    let refused = w.engine.create(&person("ada"), &add_field("a\0b c"), None).await;
    assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].code == "title.control-characters"), "{refused:?}");
    assert_eq!(w.count("SELECT (SELECT count(*) FROM change_requests) + (SELECT count(*) FROM audit_trail)").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_kept_as_it_is() {
    let w = World::new().await;
    let title = "'); DROP TABLE users; -- <script>alert(1)</script> \\ ${x} {{y}} \u{202e} 🦀";
    let mut input = add_field(title);
    input.description = Some("<img src=x onerror=alert(1)>\n'; SELECT pg_sleep(10); --".to_owned());
    let c = w.create(&input).await;
    let again = w.engine.get(&person("vic"), ChangeRef::Id(c.change.id)).await.unwrap();
    assert_eq!(again.change.title, title);
    assert_eq!(Some(again.change.description), input.description);
    for text in ["'); DROP TABLE", "script", "\" -- or \"", "%_\\", "&|!()<->:*"] {
        let filter = ChangeFilter { text: Some(text.to_owned()), ..ChangeFilter::default() };
        w.engine.list(&person("ada"), &filter).await.unwrap();
    }
    let filter = ChangeFilter { team: Some("a\0".to_owned()), ..ChangeFilter::default() };
    assert!(matches!(w.engine.list(&person("ada"), &filter).await, Err(AppError::Invalid(_))));
    assert_eq!(w.engine.list(&person("ada"), &ChangeFilter::default()).await.unwrap().items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_gives_the_same_change_again_also_at_once() {
    let w = World::new().await;
    let (ada, input) = (person("ada"), add_field("Add a locale"));
    let attempts = futures::future::join_all((0..6).map(|_| w.engine.create(&ada, &input, Some("k-1")))).await;
    let numbers: Vec<i64> = attempts.into_iter().map(|a| a.unwrap().change.number).collect();
    assert!(numbers.iter().all(|n| *n == numbers[0]), "{numbers:?}");
    assert_eq!(w.count("SELECT count(*) FROM change_requests").await, 1);
    let other = w.engine.create(&ada, &add_field("Something else"), Some("k-1")).await;
    assert!(matches!(other, Err(AppError::Conflict(_))), "{other:?}");
    // Another person's key is another key.
    let mut theirs = person("dan");
    theirs.roles.insert("shop".to_owned(), [domain::words::Role::Developer].into());
    assert_ne!(w.engine.create(&theirs, &input, Some("k-1")).await.unwrap().change.number, numbers[0]);
    assert!(matches!(w.engine.create(&ada, &input, Some("")).await, Err(AppError::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn dependencies_exist_are_open_and_form_no_cycle() {
    let w = World::new().await;
    let a = w.create(&add_field("First")).await;
    let waiting = |title: &str, on: &str| {
        let mut input = add_field(title);
        input.metadata.dependencies = vec![on.to_owned()];
        input
    };
    let b = w.create(&waiting("Second", "chg-101")).await;
    assert_eq!(b.depends_on.iter().map(|d| d.key.as_str()).collect::<Vec<_>>(), ["CHG-101"]);
    let c = w.create(&waiting("Third", "CHG-102")).await;
    let cyclic = w.engine.validate_edit(&person("ada"), ChangeRef::Id(a.change.id), &waiting("First", "CHG-103")).await;
    assert!(matches!(&cyclic, Err(AppError::Invalid(p)) if p[0].code == "dependency.cycle"), "{cyclic:?}");
    let unknown = w.engine.create(&person("ada"), &waiting("Fourth", "CHG-777"), None).await;
    assert!(matches!(&unknown, Err(AppError::Invalid(p)) if p[0].code == "dependency.unknown"), "{unknown:?}");
    let list = w.engine.list(&person("ada"), &ChangeFilter::default()).await.unwrap();
    assert_eq!(list.items.iter().filter(|i| i.blocked.is_some()).count(), 2);

    w.run("ada", &a, Command::Cancel { reason: "No".to_owned() }).await.unwrap();
    let ended = w.engine.preview(&person("ada"), &waiting("Fifth", "CHG-101")).await.unwrap();
    assert_eq!(ended.problems[0].code, "dependency.ended");
    // What was named while it was open may stay.
    w.engine
        .validate_edit(&person("ada"), ChangeRef::Id(b.change.id), &waiting("Second, renamed", "CHG-101"))
        .await
        .unwrap();
    let list = w.engine.list(&person("ada"), &ChangeFilter::default()).await.unwrap();
    assert_eq!(
        list.items.iter().filter(|i| i.blocked.is_some()).map(|i| i.number).collect::<Vec<_>>(),
        [c.change.number]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_project_may_be_left_out_where_there_is_only_one() {
    let w = World::new().await;
    let input = ChangeInput { project: None, ..add_field("Add a locale") };
    assert_eq!(w.engine.create(&person("ada"), &input, None).await.unwrap().change.project, "shop");
    let mut second = crate::gen_input::project();
    second.key = "other".to_owned();
    w.add_project(&second).await;
    let mut both = person("ada");
    both.roles.insert("other".to_owned(), both.roles["shop"].clone());
    let refused = w.engine.create(&both, &input, None).await;
    assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].pointer == "/project"), "{refused:?}");
}
