//! How often one client may ask.

use crate::support::Server;
use server::config::ServeOptions;

#[tokio::test]
async fn a_flood_is_told_to_wait() {
    let options = store::cluster::testing::shared().await.unwrap().fresh_database(&store::MIGRATOR).await.unwrap();
    let listen = Some("127.0.0.1:0".parse().unwrap());
    let limited = ServeOptions { listen, rate_limit: Some(2), ..ServeOptions::default() }.decide().unwrap();
    let s = Server::with(options, limited).await;
    let mut refused = None;
    for _ in 0..40 {
        let reply = s.get("", "/api/changes").await;
        if reply.status == 429 {
            refused = Some(reply);
            break;
        }
        reply.expect(401);
    }
    let reply = refused.expect("forty requests are more than two a second");
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(reply.expect(429)["type"], "/problems/too-many-attempts");
    // The files of the site and the health checks are not counted.
    assert_eq!(s.get("", "/healthz").await.status, 200);
}
