//! The list, the board, the dashboard, neighbours.

use crate::world::{World, add_field, is_at, person, remove_field};
use domain::AppError;
use domain::api::{AuditLog, AuditQuery, ChangeFilter, ChangeRef, Changes, Sort};
use domain::change::Command;
use domain::words::{Priority, Stage, WorkflowStatus};

async fn world() -> World {
    let w = World::new().await;
    for n in 0..13 {
        let mut input = add_field(&format!("Change of size {n}"));
        input.priority = Some(Priority::ALL[n % 3].to_string());
        let c = w.create(&input).await;
        if n % 4 == 0 {
            w.forward(&c).await.unwrap();
        }
        if n % 6 == 5 {
            w.run("ada", &c, Command::Cancel { reason: "No".to_owned() }).await.unwrap();
        }
    }
    w
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_every_order_give_each_change_once() {
    let w = world().await;
    for sort in
        [Sort::Updated, Sort::UpdatedAscending, Sort::Number, Sort::NumberAscending, Sort::Priority, Sort::Stage]
    {
        let mut filter = ChangeFilter { sort, limit: Some(3), ..ChangeFilter::default() };
        let mut seen = Vec::new();
        loop {
            let page = w.engine.list(&person("vic"), &filter).await.unwrap();
            seen.extend(page.items.into_iter().map(|i| i.number));
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => break,
            }
        }
        let all = w.engine.list(&person("vic"), &ChangeFilter { sort, ..ChangeFilter::default() }).await.unwrap();
        assert_eq!(seen, all.items.iter().map(|i| i.number).collect::<Vec<_>>(), "{sort:?}");
        seen.sort_unstable();
        assert_eq!(seen, (101..=113).collect::<Vec<_>>(), "{sort:?}");
    }
    for cursor in ["", "nonsense", "e30"] {
        let filter = ChangeFilter { cursor: Some(cursor.to_owned()), ..ChangeFilter::default() };
        let refused = w.engine.list(&person("vic"), &filter).await;
        assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].pointer == "/cursor"), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_find_what_they_say() {
    let w = world().await;
    w.create(&remove_field("Remove the fax number")).await;
    let c = w.create(&add_field("Taken by somebody")).await;
    w.run("dan", &c, Command::Assign { assignee: Some("dan".to_owned()) }).await.unwrap();
    let count = async |filter: ChangeFilter| w.engine.list(&person("vic"), &filter).await.unwrap().items.len();
    let base = ChangeFilter::default;
    assert_eq!(count(ChangeFilter { status: vec![WorkflowStatus::Cancelled], ..base() }).await, 2);
    assert_eq!(count(ChangeFilter { status: vec![WorkflowStatus::Open], ..base() }).await, 13);
    assert_eq!(count(ChangeFilter { status: vec![WorkflowStatus::Open, WorkflowStatus::OnHold], ..base() }).await, 13);
    assert_eq!(count(ChangeFilter { breaking: Some(true), ..base() }).await, 1);
    assert_eq!(count(ChangeFilter { assignee: Some("dan".to_owned()), ..base() }).await, 1);
    assert_eq!(count(ChangeFilter { assignee: Some("none".to_owned()), ..base() }).await, 14);
    assert_eq!(count(ChangeFilter { table: Some("Public.Users".to_owned()), ..base() }).await, 15);
    assert_eq!(count(ChangeFilter { table: Some("orders".to_owned()), ..base() }).await, 0);
    assert_eq!(count(ChangeFilter { component: Some("schema".to_owned()), ..base() }).await, 15);
    assert_eq!(count(ChangeFilter { component: Some("web".to_owned()), ..base() }).await, 0);
    assert_eq!(count(ChangeFilter { text: Some("chg-114".to_owned()), ..base() }).await, 1);
    assert_eq!(count(ChangeFilter { text: Some("fax".to_owned()), ..base() }).await, 1);
    // The beginning of a word finds it; quotes ask for it whole.
    assert_eq!(count(ChangeFilter { text: Some("fa".to_owned()), ..base() }).await, 1);
    assert_eq!(count(ChangeFilter { text: Some("\"fa\"".to_owned()), ..base() }).await, 0);
    assert_eq!(count(ChangeFilter { priority: vec![Priority::High, Priority::Low], ..base() }).await, 9);
    assert_eq!(
        count(ChangeFilter { requester: Some("ada".to_owned()), team: Some("platform".to_owned()), ..base() }).await,
        15
    );
    assert!(w.engine.list(&person("eve"), &ChangeFilter { project: Some("shop".to_owned()), ..base() }).await.is_err());
    assert!(w.engine.list(&person("eve"), &base()).await.unwrap().items.is_empty());
    assert!(
        w.engine
            .list(&crate::world::root(), &ChangeFilter { project: Some("nowhere".to_owned()), ..base() })
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_and_the_dashboard_show_what_is_live() {
    let w = world().await;
    let board = w.engine.board(&person("vic"), &ChangeFilter::default()).await.unwrap();
    assert_eq!(board.columns.len(), 8);
    assert_eq!(board.columns.iter().map(|c| c.count).sum::<i64>(), 11);
    let column = &board.columns[Stage::ImpactAnalysis.index()];
    assert_eq!((column.count, column.cards.len()), (11, 11));
    assert!(column.cards.windows(2).all(|w| (w[0].priority, w[0].number) > (w[1].priority, w[1].number)));
    assert!(column.oldest.is_some());

    let c = w.create(&add_field("Needs a review")).await;
    let c = w.until(c, is_at("code-review")).await;
    let page = w.engine.dashboard(&person("rev"), None).await.unwrap();
    assert!(page.needs_you.iter().any(|n| n.change.id == c.change.id && n.approval && n.step_id == "code-review"));
    assert_eq!(page.open.value, Some(12.0));
    assert_eq!(page.success_percent.value, Some(0.0));
    assert_eq!((page.cycle_days.value, page.open.before), (None, None));
    assert_eq!(page.active.len(), 12);
    w.run("ada", &c, Command::Hold { reason: "Wait".to_owned() }).await.unwrap();
    let page = w.engine.dashboard(&person("rev"), Some("shop")).await.unwrap();
    assert_eq!(page.blocked.value, Some(1.0));
    assert!(!page.needs_you.iter().any(|n| n.change.id == c.change.id));
    assert!(w.engine.dashboard(&person("vic"), None).await.unwrap().needs_you.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_on_the_same_objects_are_shown_on_both() {
    let w = World::new().await;
    let a = w.create(&add_field("One")).await;
    let b = w.create(&add_field("The same again")).await;
    let other = w.create(&remove_field("Another column")).await;
    let a = w.engine.get(&person("vic"), ChangeRef::Id(a.change.id)).await.unwrap();
    let seen: Vec<(&str, Vec<&str>)> =
        a.collisions.iter().map(|c| (c.key.as_str(), c.touches.iter().map(|t| t.key.as_str()).collect())).collect();
    assert_eq!(seen, [("CHG-102", vec!["public.users.locale"]), ("CHG-103", vec!["public.users"])]);
    w.run("ada", &b, Command::Cancel { reason: "Twice".to_owned() }).await.unwrap();
    let other = w.engine.get(&person("vic"), ChangeRef::Id(other.change.id)).await.unwrap();
    assert_eq!(other.collisions.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["CHG-101"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_read_by_pages() {
    let w = world().await;
    let total = w.count("SELECT count(*) FROM audit_trail").await;
    for who in [person("vic"), crate::world::root()] {
        let mut query = AuditQuery { limit: Some(4), ..AuditQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = w.engine.entries(&who, &query).await.unwrap();
            seen.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), usize::try_from(total).unwrap());
        assert!(seen.windows(2).all(|p| (p[0].created_at, p[0].id) > (p[1].created_at, p[1].id)));
    }
    let steps = w
        .engine
        .entries(&person("vic"), &AuditQuery { action: Some("step".to_owned()), ..AuditQuery::default() })
        .await
        .unwrap();
    assert_eq!(steps.items.len(), 4);
    let own = w.engine.history(&person("vic"), ChangeRef::Number(101), &AuditQuery::default()).await.unwrap();
    assert_eq!(own.items.iter().map(|e| e.action.as_str()).collect::<Vec<_>>(), ["step.completed", "change.created"]);
}
