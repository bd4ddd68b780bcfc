//! The server while its database is away, and afterwards.

use crate::support::Server;
use std::process::Command;
use std::time::{Duration, Instant};
use store::cluster::testing::TestCluster;

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
