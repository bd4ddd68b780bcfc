//! Backup while the server runs, restore while it does not.

use super::desk::{Desk, Server};

#[test]
fn a_backup_is_restored_on_another_machine() {
    let desk = Desk::without_server();
    let mut server = Server::start(&desk.data());
    let here = desk.at(&server.url);
    let ravi = here.person("ravi");
    let key = ravi.run(&["create", "--type=performance", "--title=Kept by the backup", "--quiet"]).ok().out;
    let key = key.trim();
    let file = desk.folder().join("all.backup");
    let name = file.to_str().unwrap();
    desk.local(&["admin", "backup", name]).ok();
    desk.local(&["admin", "backup", name]).fails(2);
    ravi.run(&["create", "--type=performance", "--title=Not in the backup"]).ok();

    // Not under a running server, and not over data by accident.
    assert!(desk.local(&["admin", "restore", "--replace", name]).fails(5).err.contains("stop `change-mgmt serve`"));
    server.stop();
    assert!(desk.local(&["admin", "restore", name]).fails(5).err.contains("--replace"));
    let broken = desk.file("broken.backup", "PGDMP is how it begins");
    desk.local(&["admin", "restore", "--replace", broken.to_str().unwrap()]).fails(1);
    let mut server = Server::start(&desk.data());
    let here = desk.at(&server.url);
    assert!(here.person("ravi").run(&["list", "--text=Not in the backup"]).ok().out.contains("CHG-"));
    server.stop();

    let other = Desk::without_server();
    let restored = other.local(&["admin", "restore", name]).ok();
    assert!(restored.out.contains("is whole") && restored.out.contains("Restored"), "{restored:?}");
    desk.local(&["admin", "restore", "--replace", name]).ok();
    for desk in [desk, other] {
        let mut server = Server::start(&desk.data());
        let ravi = desk.at(&server.url).person("ravi");
        assert!(ravi.run(&["show", key]).ok().out.contains("Kept by the backup"));
        assert!(!ravi.run(&["list", "--all"]).ok().out.contains("Not in the backup"));
        let next = ravi.run(&["create", "--type=performance", "--title=After it", "--quiet"]).ok();
        assert!(next.out.starts_with("CHG-"), "{next:?}");
        assert!(
            desk.at(&server.url)
                .person("rosa")
                .run(&["audit", "verify", "--project=change-mgmt"])
                .ok()
                .out
                .contains("is whole")
        );
        server.stop();
    }
}
