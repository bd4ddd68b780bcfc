//! The server while its database is away, and afterwards.

use crate::support::Server;
use server::config::ServeOptions;
use server::wiring::reach;
use sqlx::postgres::PgConnectOptions;
use std::process::Command;
use std::time::{Duration, Instant};
use store::cluster::testing::TestCluster;
use tokio::net::{TcpListener, UnixStream};

async fn not_ready(options: PgConnectOptions, data_dir: &str) -> serde_json::Value {
    let options_of_server = ServeOptions {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        data_dir: Some(data_dir.into()),
        ..ServeOptions::default()
    };
    Server::with(options, options_of_server.decide().unwrap()).await.get("", "/readyz").await.expect(503)
}

#[tokio::test]
async fn a_server_that_cannot_write_is_not_ready() {
    let cluster = store::cluster::testing::shared().await.unwrap();
    let options = cluster.fresh_database(&store::MIGRATOR).await.unwrap();
    // A file system without any space.
    let full = not_ready(options.clone(), "/proc").await;
    assert_eq!((&full["space"], &full["database"]), (&"failed".into(), &"ok".into()), "{full}");
    assert!(full["reason"].as_str().unwrap().contains("Free some space"), "{full}");
    // Only new sessions are read-only; the server has migrated before.
    let s = Server::on(options.clone()).await;
    let name = options.get_database().unwrap();
    let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(s.engine.store().pool()).await.unwrap();
    let ends = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    );
    let other = cluster.empty_database().await.unwrap();
    let mut connection = sqlx::ConnectOptions::connect(&other).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(ends)).execute(&mut connection).await.unwrap();
    let closed = s.get("", "/readyz").await.expect(503);
    assert!(closed["reason"].as_str().unwrap().contains("takes no writes"), "{closed}");
}

/// What [`reach`] says, and how long it took.
async fn refusal(options: &PgConnectOptions, patience: u64) -> (String, Duration) {
    let begun = Instant::now();
    let refused = reach(options, Duration::from_millis(patience)).await.unwrap_err();
    (refused.to_string(), begun.elapsed())
}

#[tokio::test]
async fn what_is_wrong_with_a_database_is_said_at_once() {
    let right = store::cluster::testing::shared().await.unwrap().empty_database().await.unwrap();
    reach(&right, Duration::ZERO).await.unwrap();
    for (wrong, text) in [
        (right.clone().database("no_such"), "has no database `no_such`"),
        (right.clone().username("nobody"), "refuses nobody"),
    ] {
        let (said, took) = refusal(&wrong, 60_000).await;
        assert!(said.contains(text) && took < Duration::from_secs(5), "{took:?} {said}");
    }
}

#[tokio::test]
async fn a_late_database_is_waited_for() {
    let right = store::cluster::testing::shared().await.unwrap().empty_database().await.unwrap();
    let socket = right.get_socket().unwrap().join(format!(".s.PGSQL.{}", right.get_port()));
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let url = format!("postgres://{}@127.0.0.1:{port}/x?sslmode=disable", right.get_username());
    let remote: PgConnectOptions = url.parse().unwrap();
    let remote = remote.database(right.get_database().unwrap());
    let (said, took) = refusal(&remote, 1200).await;
    assert!(said.contains(&format!("no database answers at 127.0.0.1:{port}")), "{said}");
    assert!((Duration::from_millis(600)..Duration::from_secs(5)).contains(&took), "{took:?}");
    let late = tokio::spawn(async move { reach(&remote, Duration::from_secs(20)).await });
    tokio::time::sleep(Duration::from_millis(700)).await;
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut database = UnixStream::connect(socket).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut client, &mut database).await;
    });
    late.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_outlives_its_database() {
    let cluster = TestCluster::start().await.unwrap();
    let options = cluster.fresh_database(&store::MIGRATOR).await.unwrap();
    let s = Server::on(options).await;
    s.get("", "/readyz").await.expect(200);
    let pids = std::fs::read_to_string(cluster.cluster().data_dir().join("pgdata/postmaster.pid")).unwrap();
    let pid = pids.lines().next().unwrap().to_owned();
    assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let end = Instant::now() + Duration::from_secs(30);
    while s.get("", "/readyz").await.status != 200 {
        assert_eq!(s.get("", "/healthz").await.status, 200);
        assert!(Instant::now() < end, "the supervisor starts it again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let reply = s.client.get(format!("{}/api/me", s.base)).bearer_auth("cmt_anything").send().await.unwrap();
    crate::support::Reply::of(reply).await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_everything_is_unavailable_and_says_so() {
    let cluster = TestCluster::start().await.unwrap();
    let options = cluster.fresh_database(&store::MIGRATOR).await.unwrap();
    let s = Server::on(options).await;
    drop(cluster);
    let reply = s.client.get(format!("{}/api/me", s.base)).bearer_auth("cmt_anything").send().await.unwrap();
    let reply = crate::support::Reply::of(reply).await;
    reply.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), "5");
    let page = s
        .client
        .get(format!("{}/board", s.base))
        .header("accept", "text/html")
        .header("cookie", "session=x")
        .send()
        .await
        .unwrap();
    let page = crate::support::Reply::of(page).await;
    assert_eq!((page.status, page.header("content-type")), (503, "text/html; charset=utf-8"));
    let ready = s.get("", "/readyz").await.expect(503);
    assert_eq!((ready["database"].as_str(), ready["migrations"].as_str()), (Some("failed"), Some("ok")));
    assert_eq!(s.get("", "/healthz").await.status, 200);
}
