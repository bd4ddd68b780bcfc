//! What is said before the server serves: to whom it opens, and what keeps it from it.

use super::desk::{Desk, Server};

#[test]
fn a_sample_person_gets_no_token_that_the_server_would_refuse() {
    let desk = Desk::without_server();
    Server::start(&desk.data()).stop();
    // No server runs: the next one may take it.
    desk.local(&["admin", "token", "--user=daniela"]).ok();
    let mut server = Server::with(&desk.data(), &[]);
    let refused = desk.local(&["admin", "token", "--user=daniela"]).fails(5);
    assert!(refused.err.contains("--sample") && refused.out.is_empty(), "{refused:?}");
    desk.local(&["admin", "token", "--user=admin"]).ok();
    server.stop();
}
