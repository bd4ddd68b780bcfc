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

#[test]
fn memory_that_uploads_took_is_given_back() {
    let desk = Desk::without_server();
    let mut server = Server::start(&desk.data());
    let daniela = desk.at(&server.url).person("daniela");
    let key = daniela.run(&["create", "--type=performance", "--title=With large files", "--quiet"]).ok().out;
    let file = desk.file("large.txt", &"0123456789abcdef".repeat(9 << 16));
    let before = server.memory();
    for _ in 0..4 {
        daniela.run(&["upload", key.trim(), file.to_str().unwrap()]).ok();
    }
    if let (Some(before), Some(after)) = (before, server.memory()) {
        assert!(after < before + 20, "{before} MB, and {after} MB after four uploads of 9 MB");
    }
    server.stop();
}
