//! The sample data.

use crate::office::Office;
use domain::Actor;
use domain::AppError;
use domain::api::{Accounts, AuditLog, ChangeFilter, ChangeRef, Changes, Projects};
use domain::words::{Origin, Stage, WorkflowStatus};
use engine::Settings;
use std::collections::BTreeSet;
use std::time::Instant;

fn samples() -> Settings {
    Settings { sample: true, ..Settings::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_shows_every_stage_and_status_and_loads_once() {
    let o = Office::with(samples()).await;
    let begun = Instant::now();
    assert!(o.engine.load_sample().await.unwrap());
    let took = begun.elapsed();
    println!("loaded in {took:?}");
    let entries = o.count("SELECT count(*) FROM audit_trail").await;
    assert!(!o.engine.load_sample().await.unwrap());
    assert_eq!(o.count("SELECT count(*) FROM audit_trail").await, entries);

    let root = Actor { admin: true, name: "root".to_owned(), ..Actor::anonymous(Origin::Cli) };
    let all = o.engine.list(&root, &ChangeFilter { limit: Some(100), ..ChangeFilter::default() }).await.unwrap().items;
    for c in &all {
        println!("{} {:?} {:?} {} {:?}", c.key(), c.status, c.stage, c.title, c.current_step);
        assert!(c.updated_at <= o.now());
    }
    assert!(all.len() >= 18);
    let open: BTreeSet<Stage> = all.iter().filter(|c| c.status == WorkflowStatus::Open).map(|c| c.stage).collect();
    assert_eq!(open.len(), Stage::ALL.len(), "{open:?}");
    let status: BTreeSet<WorkflowStatus> = all.iter().map(|c| c.status).collect();
    assert_eq!(status.len(), 5, "{status:?}");
    let (mut colliding, mut waiting) = (0, 0);
    for c in &all {
        let detail = o.engine.get(&root, ChangeRef::Number(c.number)).await.unwrap();
        colliding += usize::from(!detail.collisions.is_empty());
        waiting += usize::from(!detail.depends_on.is_empty());
    }
    assert!(colliding >= 2 && waiting >= 2, "{colliding} {waiting}");
    assert!(all.iter().filter(|c| c.breaking_change).count() >= 2);
    assert!(all.iter().any(|c| c.priority == domain::words::Priority::Critical));
    assert_eq!(o.engine.verify(&root, None).await.unwrap().broken, []);
    let figures = o.engine.dashboard(&root, None).await.unwrap();
    println!("{:?} {:?} {:?} {:?}", figures.open, figures.blocked, figures.cycle_days, figures.success_percent);
    assert!(figures.cycle_days.value.is_some() && figures.cycle_days.before.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_load_it_once() {
    let o = Office::with(samples()).await;
    let other = o.instance(samples());
    let (a, b) = tokio::join!(o.engine.load_sample(), other.load_sample());
    assert!(a.unwrap() != b.unwrap());
    assert_eq!(o.count("SELECT count(*) FROM users WHERE sample").await, 8);
}

/// What the sample tells, whenever it was loaded and whatever numbers its changes got.
async fn story(o: &Office) -> String {
    let text = "SELECT string_agg(concat_ws(' ', c.title, c.status, c.stage, c.version, c.assignee,
                  (SELECT count(*) FROM audit_trail t WHERE t.change_id = c.id),
                  (SELECT count(*) FROM documents d WHERE d.change_id = c.id),
                  (SELECT string_agg(concat_ws('/', t.action, t.actor), ',' ORDER BY t.seq)
                   FROM audit_trail t WHERE t.stream = 'change:' || c.id)), chr(10) ORDER BY c.title)
                FROM change_requests c";
    sqlx::query_scalar(text).fetch_one(o.engine.store().pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_was_cut_off_is_carried_on() {
    let whole = Office::with(samples()).await;
    whole.engine.load_sample().await.unwrap();
    let o = Office::with(samples()).await;
    for entries in [3, 12, 60, 61, 200] {
        let engine = o.instance(samples());
        let load = tokio::spawn(async move { engine.load_sample().await });
        while o.count("SELECT count(*) FROM audit_trail").await < entries {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        // Like a kill: what was not committed is gone.
        load.abort();
        assert!(load.await.unwrap_err().is_cancelled(), "{entries}");
    }
    assert!(o.engine.load_sample().await.unwrap());
    assert!(!o.engine.load_sample().await.unwrap());
    assert_eq!(story(&o).await, story(&whole).await);
    let all = "SELECT count(*) FROM audit_trail";
    assert_eq!(o.count(all).await, whole.count(all).await);
    let root = Actor { admin: true, name: "root".to_owned(), ..Actor::anonymous(Origin::Cli) };
    assert_eq!(o.engine.verify(&root, None).await.unwrap().broken, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_that_somebody_made_is_left_alone() {
    let o = Office::with(samples()).await;
    let admin = o.admin().await;
    let mut config = crate::gen_input::project();
    config.key = "change-mgmt".to_owned();
    o.engine.create_project(&admin, &config).await.unwrap();
    assert!(!o.engine.load_sample().await.unwrap());
    assert_eq!(o.count("SELECT count(*) FROM change_requests").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_people_exist_in_sample_mode_only() {
    let o = Office::with(samples()).await;
    o.engine.load_sample().await.unwrap();
    let people = o.engine.sample_users().await.unwrap();
    assert_eq!(people.iter().map(|p| p.role).collect::<BTreeSet<_>>().len(), 8);
    let session = o.engine.sign_in_sample("daniela", "test").await.unwrap();
    assert_eq!(o.actor(&session).await.name, "daniela");
    assert!(matches!(o.engine.sign_in_sample("admin", "test").await, Err(AppError::Denied(_))));
    let plain = o.instance(Settings::default());
    assert_eq!(plain.sample_users().await.unwrap(), []);
    assert!(matches!(plain.sign_in_sample("daniela", "test").await.err(), Some(AppError::Denied(_))));
    assert!(plain.actor_of_session(&session.secret, Origin::Web).await.unwrap().is_anonymous());
    // They are nobody's first administrator.
    assert!(plain.first_admin_link().await.unwrap().is_some());
}
