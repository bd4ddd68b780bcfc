//! API tokens.

use crate::office::{Office, codes};
use chrono::TimeDelta;
use domain::AppError;
use domain::api::{Accounts, NewToken, Projects};
use domain::words::{Origin, Scope};

fn token(scopes: &[Scope], days: Option<u32>) -> NewToken {
    NewToken { name: "ci".to_owned(), scopes: scopes.iter().copied().collect(), days }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_until_it_expires_or_is_revoked() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let short = o.engine.create_token(&admin, &token(&[Scope::Read], Some(1))).await.unwrap();
    let long = o.engine.create_token(&admin, &token(&[Scope::Read], None)).await.unwrap();
    assert!(short.secret.starts_with("cmt_"));
    assert_eq!(long.info.expires_at, o.now() + TimeDelta::days(90));
    let bound = o.engine.create_token(&admin, &token(&[Scope::Read, Scope::Approve], Some(1))).await.unwrap();
    let bearer = o.engine.actor_of_token(&short.secret, Origin::Rest).await.unwrap();
    assert!(matches!(o.engine.revoke_token(&bearer, bound.info.id).await, Err(AppError::Denied(_))));
    let bearer = o.engine.actor_of_token(&bound.secret, Origin::Rest).await.unwrap();
    o.engine.revoke_token(&bearer, bound.info.id).await.unwrap();
    let actor = o.engine.actor_of_token(&short.secret, Origin::Rest).await.unwrap();
    assert_eq!((actor.name.as_str(), actor.scopes), ("admin", Some([Scope::Read].into())));
    o.later(TimeDelta::days(1));
    assert_eq!(o.engine.actor_of_token(&short.secret, Origin::Rest).await, Err(AppError::Unauthenticated));
    assert_eq!(o.engine.tokens(&admin).await.unwrap().len(), 1);
    o.engine.actor_of_token(&long.secret, Origin::Rest).await.unwrap();
    assert_eq!(o.engine.tokens(&admin).await.unwrap()[0].last_used_at, Some(o.now()));
    o.engine.revoke_token(&admin, long.info.id).await.unwrap();
    assert_eq!(o.engine.actor_of_token(&long.secret, Origin::Rest).await, Err(AppError::Unauthenticated));
    assert!(matches!(o.engine.revoke_token(&admin, long.info.id).await, Err(AppError::NotFound(_))));
    assert_eq!(o.engine.actor_of_token("nonsense", Origin::Rest).await, Err(AppError::Unauthenticated));
    assert_eq!((o.entries("token.created").await, o.entries("token.revoked").await), (3, 2));
    assert_eq!(o.count("SELECT count(*) FROM api_tokens WHERE encode(secret_hash, 'escape') LIKE 'cmt%'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn use_is_written_once_a_minute() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let t = o.engine.create_token(&admin, &token(&[Scope::Read], None)).await.unwrap();
    o.engine.actor_of_token(&t.secret, Origin::Rest).await.unwrap();
    let first = o.engine.tokens(&admin).await.unwrap()[0].last_used_at;
    o.later(TimeDelta::seconds(59));
    o.engine.actor_of_token(&t.secret, Origin::Rest).await.unwrap();
    assert_eq!(o.engine.tokens(&admin).await.unwrap()[0].last_used_at, first);
    o.later(TimeDelta::seconds(1));
    o.engine.actor_of_token(&t.secret, Origin::Rest).await.unwrap();
    assert_eq!(o.engine.tokens(&admin).await.unwrap()[0].last_used_at, Some(o.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_gives_no_more_than_it_has() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let writing = o.engine.create_token(&admin, &token(&[Scope::Read, Scope::Write], None)).await.unwrap();
    let writing = o.engine.actor_of_token(&writing.secret, Origin::Rest).await.unwrap();
    assert!(matches!(
        o.engine.create_token(&writing, &token(&[Scope::Read, Scope::Admin], None)).await,
        Err(AppError::Denied(_))
    ));
    let reading = o.engine.create_token(&writing, &token(&[Scope::Read], None)).await.unwrap();
    let reading = o.engine.actor_of_token(&reading.secret, Origin::Rest).await.unwrap();
    assert!(matches!(o.engine.create_token(&reading, &token(&[Scope::Read], None)).await, Err(AppError::Denied(_))));
    assert!(matches!(o.engine.sign_out_everywhere(&reading).await, Err(AppError::Denied(_))));
    assert!(matches!(o.engine.users(&writing).await, Err(AppError::Denied(_))));
    assert_eq!(o.engine.projects(&reading).await.unwrap(), []);
    assert_eq!(codes(o.engine.create_token(&admin, &token(&[], Some(0))).await), ["token.scopes", "token.days"]);
    assert!(matches!(o.engine.token_for("nobody", 1).await, Err(AppError::NotFound(_))));
}
