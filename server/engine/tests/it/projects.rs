//! Projects and files of their changes.

use crate::gen_input::project;
use crate::office::{Office, PASSWORD, codes, newcomer};
use crate::world::{World, add_field, person, person_in};
use domain::api::{Accounts, ChangeRef, Documents, NewDocument, NewUser, Projects, UserUpdate};
use domain::change::Command;
use domain::words::{Origin, Role};
use domain::{Actor, AppError};

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_know_each_other_by_name_and_strangers_do_not() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let key = project().key;
    o.engine.create_project(&admin, &project()).await.unwrap();
    let viewer = [(key.clone(), [Role::Viewer].into())];
    let vic = NewUser { roles: viewer.into(), ..newcomer("vic", Some(PASSWORD)) };
    o.engine.create_user(&admin, &vic).await.unwrap();
    o.user(&admin, "eve").await;
    for (who, knows) in
        [("vic", &["admin", "vic"] as &[&str]), ("eve", &["admin"]), ("admin", &["admin", "eve", "vic"])]
    {
        let actor = o.actor(&o.sign_in(who, PASSWORD).await.unwrap()).await;
        let people = o.engine.people(&actor).await.unwrap();
        assert_eq!(people.keys().map(String::as_str).collect::<Vec<_>>(), knows, "{who}");
    }
    let people = o.engine.people(&admin).await.unwrap();
    assert_eq!((people["vic"].display_name.as_str(), people["vic"].projects.contains(&key)), ("Some Body", true));
    assert!(people["eve"].projects.is_empty());
    assert!(matches!(o.engine.people(&Actor::anonymous(Origin::Web)).await, Err(AppError::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_validated_versioned_and_seen_by_members_only() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let mut config = project();
    config.key = "Not a key".to_owned();
    config.default_team = "nobody".to_owned();
    let found = codes(o.engine.create_project(&admin, &config).await);
    assert!(found.contains(&"project.key".to_owned()) && found.contains(&"project.team".to_owned()), "{found:?}");
    let config = project();
    let made = o.engine.create_project(&admin, &config).await.unwrap();
    assert_eq!((made.version, made.live_changes), (1, 0));
    assert!(matches!(o.engine.create_project(&admin, &config).await, Err(AppError::Conflict(_))));
    assert!(o.engine.users(&admin).await.unwrap()[0].roles[&config.key].contains(&Role::Admin));

    let mut renamed = config.clone();
    renamed.name = "Another name".to_owned();
    let now = o.engine.update_project(&admin, &config.key, Some(1), &renamed).await.unwrap();
    assert_eq!((now.version, now.config.name.as_str()), (2, "Another name"));
    assert!(matches!(o.engine.update_project(&admin, &config.key, Some(1), &config).await, Err(AppError::Conflict(_))));
    let mut moved = renamed.clone();
    moved.key = "elsewhere".to_owned();
    assert_eq!(codes(o.engine.update_project(&admin, &config.key, None, &moved).await), ["project.key-fixed"]);
    assert!(matches!(o.engine.project(&admin, "a\0b").await, Err(AppError::NotFound(_))));

    o.user(&admin, "eve").await;
    let eve = o.actor(&o.sign_in("eve", PASSWORD).await.unwrap()).await;
    assert_eq!(o.engine.projects(&eve).await.unwrap(), []);
    assert!(matches!(o.engine.project(&eve, &config.key).await, Err(AppError::NotFound(_))));
    assert!(matches!(o.engine.create_project(&eve, &config).await, Err(AppError::Denied(_))));
    let member =
        NewUser { roles: [(config.key.clone(), [Role::Viewer].into())].into(), ..newcomer("vic", Some(PASSWORD)) };
    o.engine.create_user(&admin, &member).await.unwrap();
    let vic = o.actor(&o.sign_in("vic", PASSWORD).await.unwrap()).await;
    assert_eq!(o.engine.projects(&vic).await.unwrap().len(), 1);
    assert!(matches!(o.engine.update_project(&vic, &config.key, None, &config).await, Err(AppError::Denied(_))));
    let out = UserUpdate { roles: Some([(config.key.clone(), [].into())].into()), ..UserUpdate::default() };
    assert!(o.engine.update_user(&admin, "vic", None, &out).await.unwrap().roles.is_empty());
    let vic = o.actor(&o.sign_in("vic", PASSWORD).await.unwrap()).await;
    assert_eq!(o.engine.projects(&vic).await.unwrap(), []);
    let of_project = "SELECT count(*) FROM audit_trail WHERE stream = 'project:".to_owned() + &config.key + "'";
    // Made, edited, and the memberships of its maker and of vic (in and out).
    assert_eq!(o.count(&of_project).await, 5);
}

fn file(name: &str, media_type: &str, content: &[u8]) -> NewDocument {
    NewDocument { name: name.to_owned(), media_type: media_type.to_owned(), content: content.to_vec() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_with_its_hash() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let change = ChangeRef::Id(c.change.id);
    let kept = w.engine.upload(&person("dan"), change, file("../plan\u{202e}.md", "text/html", b"abc")).await.unwrap();
    assert_eq!((kept.name.as_str(), kept.media_type.as_str(), kept.size), ("plan.md", "text/plain", 3));
    assert_eq!(kept.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let (again, content) =
        w.engine.download(&person("vic"), ChangeRef::Number(c.change.number), kept.id).await.unwrap();
    assert_eq!((again, content.as_slice()), (kept.clone(), b"abc".as_slice()));
    assert_eq!(w.count("SELECT count(*) FROM audit_trail WHERE action = 'document.uploaded'").await, 1);
    // Not with another change, not for strangers, not by viewers, not any more once it has ended.
    let other = w.create(&add_field("Add a time zone")).await;
    assert!(matches!(
        w.engine.download(&person("vic"), ChangeRef::Id(other.change.id), kept.id).await,
        Err(AppError::NotFound(_))
    ));
    let stranger = person_in("dan", "elsewhere");
    assert!(matches!(w.engine.download(&stranger, change, kept.id).await, Err(AppError::NotFound(_))));
    assert!(matches!(w.engine.upload(&stranger, change, file("a", "", b"a")).await, Err(AppError::NotFound(_))));
    assert!(matches!(w.engine.upload(&person("vic"), change, file("a", "", b"a")).await, Err(AppError::Denied(_))));
    w.run("ada", &c, Command::Cancel { reason: "No".to_owned() }).await.unwrap();
    assert!(matches!(w.engine.upload(&person("dan"), change, file("a", "", b"a")).await, Err(AppError::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_have_limits() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let (dan, change, limit) = (person("dan"), ChangeRef::Id(c.change.id), w.engine.settings().max_document_bytes);
    w.engine.upload(&dan, change, file("most.bin", "", &vec![7; limit])).await.unwrap();
    let refused = w.engine.upload(&dan, change, file("more.bin", "", &vec![7; limit + 1])).await;
    assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].message.contains("10 MB")), "{refused:?}");
    assert_eq!(codes(refused), ["document.too-large"]);
    assert_eq!(codes(w.engine.upload(&dan, change, file("none", "", b"")).await), ["document.empty"]);
    let id = c.change.id;
    w.sql(&format!(
        "INSERT INTO documents SELECT gen_random_uuid(), '{id}', 'x', 'text/plain', 1, repeat('0', 64), 'x', 'dan', now() FROM generate_series(1, 199)"
    ))
    .await;
    assert_eq!(codes(w.engine.upload(&dan, change, file("one-more", "", b"x")).await), ["document.quota"]);
    assert_eq!(w.count("SELECT count(*) FROM audit_trail WHERE action = 'document.uploaded'").await, 1);
}
