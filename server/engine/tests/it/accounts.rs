//! Signing in, users, one-time links.

use crate::office::{Office, PASSWORD, codes, newcomer};
use chrono::TimeDelta;
use domain::api::{Accounts, UserUpdate};
use domain::words::{Origin, Role};
use domain::{Actor, AppError};
use engine::Settings;

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_takes_the_right_password_only() {
    let o = Office::new().await;
    let admin = o.admin().await;
    o.user(&admin, "ada").await;
    let session = o.sign_in(" ADA ", PASSWORD).await.unwrap();
    assert_eq!(o.actor(&session).await.name, "ada");
    for (name, password) in [("ada", "wrong"), ("nobody", PASSWORD), ("a\0b", PASSWORD), ("ada", ""), ("", "")] {
        assert_eq!(codes(o.sign_in(name, password).await), ["credentials.wrong"], "{name:?}");
    }
    assert!(o.engine.actor_of_session("guess", Origin::Web).await.unwrap().is_anonymous());
    assert_eq!(o.entries("session.started").await, 2);
    o.engine.sign_out(&session.secret).await.unwrap();
    assert!(o.actor(&session).await.is_anonymous());
    assert_eq!(o.entries("session.ended").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_failures_throttle_a_name_on_every_instance() {
    let o = Office::new().await;
    let admin = o.admin().await;
    o.user(&admin, "ada").await;
    for i in 0..5 {
        assert_eq!(
            codes(o.sign_in_from("ada", "wrong password", &format!("192.0.2.{i}")).await),
            ["credentials.wrong"]
        );
    }
    let other = Office { engine: o.instance(Settings::default()), clock: o.clock.clone() };
    let refused = other.sign_in_from("ada", PASSWORD, "198.51.100.1").await.err();
    assert!(matches!(refused, Some(AppError::TooMany(s)) if (890..=901).contains(&s)), "{refused:?}");
    o.later(TimeDelta::minutes(16));
    o.sign_in("ada", PASSWORD).await.unwrap();
    // Success forgets the user's failures.
    for _ in 0..4 {
        assert_eq!(codes(o.sign_in("ada", "wrong password").await), ["credentials.wrong"]);
    }
    o.sign_in("ada", PASSWORD).await.unwrap();
    assert_eq!(codes(o.sign_in("ada", "wrong password").await), ["credentials.wrong"]);
    assert_eq!(o.count("SELECT count(*) FROM sign_in_failures WHERE subject = 'user:ada'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_failures_throttle_an_address() {
    let o = Office::new().await;
    for i in 0..20 {
        assert_eq!(codes(o.sign_in(&format!("user{i}"), "wrong password").await), ["credentials.wrong"]);
    }
    assert!(matches!(o.sign_in("user99", "wrong password").await, Err(AppError::TooMany(_))));
    assert_eq!(codes(o.sign_in_from("user99", "wrong password", "2001:db8::1").await), ["credentials.wrong"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_same_moment_count_each_other() {
    let o = Office::new().await;
    let all = futures::future::join_all((0..12).map(|_| o.sign_in("ada", "wrong password"))).await;
    assert!(all.iter().filter(|r| matches!(r, Err(AppError::Invalid(_)))).count() <= 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn disabling_stops_sessions_and_tokens_at_once() {
    let o = Office::new().await;
    let admin = o.admin().await;
    o.user(&admin, "ada").await;
    let session = o.sign_in("ada", PASSWORD).await.unwrap();
    let token = o.engine.token_for("ada", 1).await.unwrap();
    let disabled = UserUpdate { disabled: Some(true), ..UserUpdate::default() };
    o.engine.update_user(&admin, "ada", None, &disabled).await.unwrap();
    assert!(o.actor(&session).await.is_anonymous());
    assert_eq!(o.engine.actor_of_token(&token.secret, Origin::Rest).await, Err(AppError::Unauthenticated));
    assert_eq!(codes(o.sign_in("ada", PASSWORD).await), ["credentials.wrong"]);
    assert_eq!(o.entries("user.updated").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_without_use_and_everywhere() {
    let o = Office::new().await;
    o.admin().await;
    let (a, b) = (o.sign_in("admin", PASSWORD).await.unwrap(), o.sign_in("admin", PASSWORD).await.unwrap());
    // Use moves the end.
    for _ in 0..3 {
        o.later(TimeDelta::days(10));
        assert_eq!(o.actor(&a).await.name, "admin");
    }
    assert!(o.actor(&b).await.is_anonymous());
    // The one that expired, and the one that came with the link.
    assert_eq!(o.engine.sweep_accounts().await.unwrap(), 2);
    let me = o.actor(&a).await;
    let c = o.sign_in("admin", PASSWORD).await.unwrap();
    let own = o.engine.sessions(&me, &a.secret).await.unwrap();
    assert_eq!(own.iter().map(|s| s.current).collect::<Vec<_>>(), [true, false]);
    assert_eq!(
        codes(o.engine.change_password(&me, "wrong password", "another good one", &a.secret).await),
        ["password.wrong"]
    );
    assert_eq!(codes(o.engine.change_password(&me, PASSWORD, "short", &a.secret).await), ["password.too-short"]);
    o.engine.change_password(&me, PASSWORD, "another good one", &a.secret).await.unwrap();
    assert_eq!((o.actor(&a).await.is_anonymous(), o.actor(&c).await.is_anonymous()), (false, true));
    o.engine.sign_out_everywhere(&me).await.unwrap();
    assert!(o.actor(&a).await.is_anonymous());
    assert_eq!((o.entries("password.changed").await, o.entries("session.all-ended").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let down = UserUpdate { admin: Some(false), ..UserUpdate::default() };
    let off = UserUpdate { disabled: Some(true), ..UserUpdate::default() };
    for update in [&down, &off] {
        assert!(matches!(o.engine.update_user(&admin, "admin", None, update).await, Err(AppError::Blocked(_))));
    }
    // Who cannot sign in yet does not count.
    let (_, link) =
        o.engine.create_user(&admin, &domain::api::NewUser { admin: true, ..newcomer("bo", None) }).await.unwrap();
    assert!(matches!(o.engine.update_user(&admin, "admin", None, &down).await, Err(AppError::Blocked(_))));
    o.engine.redeem_link(&link.unwrap(), PASSWORD, "test").await.unwrap();
    // Of two who step down at the same moment one stays.
    let (a, b) = tokio::join!(
        o.engine.update_user(&admin, "admin", None, &down),
        o.engine.update_user(&admin, "bo", None, &down)
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_for_a_week() {
    let o = Office::new().await;
    let first = o.engine.first_admin_link().await.unwrap().unwrap();
    let second = o.engine.first_admin_link().await.unwrap().unwrap();
    assert!(second.starts_with("/welcome/"));
    assert!(!o.engine.link_works(&first).await.unwrap() && o.engine.link_works(&second).await.unwrap());
    assert_eq!(codes(o.engine.redeem_link(&first, PASSWORD, "test").await), ["link.invalid"]);
    assert_eq!(codes(o.engine.redeem_link(&second, "short", "test").await), ["password.too-short"]);
    let both =
        tokio::join!(o.engine.redeem_link(&second, PASSWORD, "test"), o.engine.redeem_link(&second, PASSWORD, "test"));
    assert!(both.0.is_ok() != both.1.is_ok());
    assert!(!o.engine.link_works(&second).await.unwrap());
    assert_eq!(o.engine.first_admin_link().await.unwrap(), None);
    let admin = o.actor(&both.0.or(both.1).unwrap()).await;
    let (_, link) = o.engine.create_user(&admin, &newcomer("ada", None)).await.unwrap();
    o.later(TimeDelta::days(7));
    assert_eq!(codes(o.engine.redeem_link(&link.unwrap(), PASSWORD, "test").await), ["link.invalid"]);
    let again = o.engine.link_for(&admin, "ada").await.unwrap();
    o.engine.redeem_link(&again, PASSWORD, "test").await.unwrap();
    assert_eq!((o.entries("link.created").await, o.entries("link.redeemed").await), (4, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_is_checked_in_one_go() {
    let o = Office::new().await;
    let admin = o.admin().await;
    let mut wrong = newcomer("Ada!", Some("ada!"));
    wrong.email = Some("nowhere".to_owned());
    wrong.display_name = " ".to_owned();
    wrong.roles.insert("no/where".to_owned(), [Role::Viewer].into());
    let found = o.engine.create_user(&admin, &wrong).await;
    assert!(matches!(&found, Err(AppError::Invalid(p)) if p.iter().any(|p| p.pointer == "/roles/no~1where")));
    assert_eq!(codes(found), ["user.display-name", "user.name", "user.email", "password.too-short", "project.unknown"]);
    assert_eq!(codes(o.engine.create_user(&admin, &newcomer("system", Some(PASSWORD))).await), ["user.reserved"]);
    o.user(&admin, "ada").await;
    assert!(matches!(o.engine.create_user(&admin, &newcomer("ada", None)).await, Err(AppError::Conflict(_))));
    let ada = o.actor(&o.sign_in("ada", PASSWORD).await.unwrap()).await;
    assert!(matches!(o.engine.users(&ada).await, Err(AppError::Denied(_))));
    assert!(matches!(
        o.engine.update_user(&ada, "ada", None, &UserUpdate { admin: Some(true), ..UserUpdate::default() }).await,
        Err(AppError::Denied(_))
    ));
    assert_eq!(o.engine.users(&Actor::anonymous(Origin::Web)).await, Err(AppError::Unauthenticated));
}
