use super::*;
use std::fs;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A repository `shop` with `main`, and a branch `wide` two commits further.
fn shop(root: &Path) -> PathBuf {
    let folder = root.join("shop");
    fs::create_dir_all(folder.join("migrations")).unwrap();
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    fs::write(folder.join("migrations/1_a.up.sql"), "CREATE TABLE a (id int);").unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "a"]);
    git(&folder, &["checkout", "--quiet", "-b", "wide"]);
    for name in ["b", "c"] {
        fs::write(folder.join(format!("migrations/{name}.up.sql")), "SELECT 1;").unwrap();
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "--quiet", "-m", name]);
    }
    git(&folder, &["checkout", "--quiet", "main"]);
    folder
}

#[test]
fn a_branch_is_compared_with_where_it_left_the_main_line() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let found = served.revisions("shop", "wide", None).unwrap();
    let main = Repository::at(&folder).unwrap().branch("main").unwrap();
    assert_eq!(found.base, Some(main.clone()));
    assert_ne!(found.head, main);
    let tree = served.files("shop", &found.head, &|path| path.ends_with(".sql")).unwrap();
    assert_eq!(tree.files.len(), 3);
    assert_eq!(served.revisions("shop", "wide", Some(&main[..12])).unwrap().base, Some(main));
    // Compared with itself, or with another branch, it would hide what is to be deployed.
    let refused = served.revisions("shop", "wide", Some("wide")).unwrap_err();
    assert_eq!(refused, BranchError::BaseElsewhere("wide".to_owned()));
}

#[test]
fn what_a_branch_brought_is_known_to_have_landed() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let found = served.revisions("shop", "wide", None).unwrap();
    let landed = || served.landed("shop", found.base.as_deref(), &found.head);
    assert_eq!(landed(), Ok(Landing::Missing));
    // Squashed, and the main line went on elsewhere.
    git(&folder, &["merge", "--squash", "--quiet", "wide"]);
    git(&folder, &["commit", "--quiet", "-m", "squashed"]);
    fs::write(folder.join("README"), "more").unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "more"]);
    git(&folder, &["branch", "--quiet", "-D", "wide"]);
    assert_eq!(served.revisions("shop", "wide", None), Err(BranchError::NoBranch("wide".to_owned())));
    assert_eq!(landed(), Ok(Landing::Landed));
    fs::write(folder.join("migrations/c.up.sql"), "SELECT 2;").unwrap();
    git(&folder, &["commit", "--quiet", "-a", "-m", "not what was validated"]);
    assert_eq!(landed(), Ok(Landing::Missing));
    assert!(served.landed("shop", found.base.as_deref(), "0123456789abcdef0123456789abcdef01234567").is_err());
}

#[test]
fn what_was_merged_after_the_last_look_is_told() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let seen = served.revisions("shop", "wide", None).unwrap();
    let landed = |head: &str| served.landed("shop", seen.base.as_deref(), head);
    let commit = |name: &str| {
        fs::write(folder.join(name), name).unwrap();
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "--quiet", "-m", name]);
    };
    // Somebody pushes once more, merges, and deletes the branch.
    git(&folder, &["checkout", "--quiet", "wide"]);
    commit("late");
    let late = served.revisions("shop", "wide", None).unwrap().head;
    git(&folder, &["checkout", "--quiet", "main"]);
    commit("meanwhile");
    git(&folder, &["merge", "--quiet", "--no-edit", "wide"]);
    git(&folder, &["branch", "--quiet", "-D", "wide"]);
    commit("afterwards");
    // A later branch was made from it: its merge is not what brought it.
    git(&folder, &["checkout", "--quiet", "-b", "next"]);
    commit("next");
    git(&folder, &["checkout", "--quiet", "main"]);
    commit("more");
    git(&folder, &["merge", "--quiet", "--no-edit", "next"]);
    assert_eq!(landed(&seen.head), Ok(Landing::WithMore(late.clone())));
    assert_eq!(landed(&late), Ok(Landing::Landed));

    // A branch that is there yet is compared with where it had left, not with what holds it.
    git(&folder, &["branch", "--quiet", "wide", &late]);
    for base in [None, Some("main")] {
        let again = served.revisions("shop", "wide", base).unwrap();
        assert_eq!(again, Revisions { head: late.clone(), base: seen.base.clone(), unknown_base: false });
    }
    git(&folder, &["branch", "--quiet", "none", "main"]);
    assert!(served.revisions("shop", "none", None).unwrap().unknown_base);
}

#[test]
fn what_a_squash_or_a_merge_adds_is_told() {
    for (how, what) in [("--squash", "more"), ("--squash", "migrations/b.up.sql"), ("--no-ff", "migrations/b.up.sql")] {
        let root = tempfile::tempdir().unwrap();
        let folder = shop(root.path());
        let served = Served::new(root.path().to_owned());
        let seen = served.revisions("shop", "wide", None).unwrap();
        git(&folder, &["merge", how, "--no-commit", "--quiet", "wide"]);
        let own = fs::read_to_string(folder.join(what)).unwrap_or_default();
        fs::write(folder.join(what), own + "DELETE FROM a;").unwrap();
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "--quiet", "-m", "in"]);
        git(&folder, &["branch", "--quiet", "-D", "wide"]);
        let landed = served.landed("shop", seen.base.as_deref(), &seen.head).unwrap();
        assert_ne!(landed, Landing::Landed, "{how} {what}");
    }
}

#[test]
fn what_is_not_there_or_leads_out_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let inside = root.path().join("repositories");
    fs::create_dir(&inside).unwrap();
    shop(root.path());
    shop(&inside);
    std::os::unix::fs::symlink(root.path().join("shop"), inside.join("link")).unwrap();
    fs::create_dir(inside.join("empty")).unwrap();
    let served = Served::new(inside);
    for (address, says) in [
        ("", "neither"),
        ("../shop", "neither"),
        ("/etc", "neither"),
        ("file:///etc", "neither"),
        ("ext::sh -c true", "neither"),
        ("link", "no repository"),
        ("none", "no repository"),
        ("empty", "not inside a git repository"),
    ] {
        let error = served.revisions(address, "main", None).unwrap_err().to_string();
        assert!(error.contains(says), "{address}: {error}");
    }
    let error = served.revisions("shop", "--upload-pack=x", None).unwrap_err().to_string();
    assert!(error.contains("no branch"), "{error}");
    let error = served.revisions("shop", "wide", Some("--all")).unwrap_err();
    assert_eq!(error, BranchError::NoBase("--all".to_owned()));
}

#[test]
fn the_main_line_itself_is_no_branch_of_a_change() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let refused = |branch: &str| served.revisions("shop", branch, None).err();
    for base in [None, Some("main")] {
        let refused = served.revisions("shop", "main", base).unwrap_err();
        assert_eq!(refused, BranchError::MainLine("main".to_owned()));
        assert!(refused.to_string().contains("git switch -c"), "{refused}");
    }
    // A new branch without a commit of its own is one all the same.
    git(&folder, &["branch", "--quiet", "begun"]);
    assert_eq!((refused("begun"), refused("wide")), (None, None));
    // Where nothing is called a main line, it is what the repository stands on.
    git(&folder, &["branch", "--quiet", "-m", "main", "trunk"]);
    assert_eq!((refused("trunk"), refused("wide")), (Some(BranchError::MainLine("trunk".to_owned())), None));
    // In a clone it is what the origin calls its own, whatever the clone stands on.
    git(root.path(), &["clone", "--quiet", "shop", "copy"]);
    git(&root.path().join("copy"), &["checkout", "--quiet", "wide"]);
    let copied = |branch: &str| served.revisions("copy", branch, None).err();
    assert_eq!((copied("trunk"), copied("wide")), (Some(BranchError::MainLine("trunk".to_owned())), None));
}

/// A forge, as far as reading goes: the files of a bare repository over HTTP.
fn forge(folder: &Path) -> (std::process::Child, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new("python3")
        .args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string(), "--directory"])
        .arg(folder)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the forge does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    (child, format!("http://127.0.0.1:{port}/shop.git"))
}

#[test]
fn a_repository_elsewhere_is_copied_and_followed() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let bare = root.path().join("shop.git");
    git(root.path(), &["clone", "--quiet", "--bare", "shop", "shop.git"]);
    git(&bare, &["update-server-info"]);
    let (mut server, address) = forge(root.path());
    let served = Served::new(root.path().join("own"));
    let first = served.revisions(&address, "wide", None);
    git(&folder, &["checkout", "--quiet", "wide"]);
    git(&folder, &["commit", "--quiet", "--allow-empty", "-m", "more"]);
    git(&folder, &["push", "--quiet", bare.to_str().unwrap(), "wide"]);
    git(&bare, &["update-server-info"]);
    served.fetched.lock().unwrap().clear();
    let second = served.revisions(&address, "wide", None);
    // Its main line is what the forge calls so, whatever else is there.
    let own = served.revisions(&address, "main", None).unwrap_err();
    assert_eq!(own, BranchError::MainLine("main".to_owned()));
    git(&bare, &["branch", "develop", "main"]);
    git(&bare, &["symbolic-ref", "HEAD", "refs/heads/develop"]);
    git(&bare, &["update-server-info"]);
    served.fetched.lock().unwrap().clear();
    let own = served.revisions(&address, "develop", None).unwrap_err();
    assert_eq!(own, BranchError::MainLine("develop".to_owned()));
    assert!(served.revisions(&address, "main", None).is_ok());
    let gone = served.revisions(&address.replace("shop", "none"), "wide", None);
    server.kill().unwrap();
    server.wait().unwrap();
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first.head, second.head);
    assert_eq!(first.base, second.base);
    assert!(gone.unwrap_err().to_string().contains("git fetch"));
}

#[test]
fn the_main_line_and_all_branches_are_named() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let main = Repository::at(&folder).unwrap().branch("main").unwrap();
    // Whatever the repository stands on.
    git(&folder, &["checkout", "--quiet", "wide"]);
    assert_eq!(served.main_line("shop").unwrap(), main);
    assert_eq!(served.branches("shop").unwrap(), ["main", "wide"]);
    // Where nothing is called a main line, it is what the repository stands on.
    git(&folder, &["branch", "--quiet", "-m", "main", "trunk"]);
    assert_eq!(served.main_line("shop").unwrap(), Repository::at(&folder).unwrap().branch("wide").unwrap());
    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    git(&empty, &["init", "--quiet", "--initial-branch=main"]);
    assert!(served.main_line("empty").unwrap_err().0.contains("no commit yet"));
    assert_eq!(served.branches("empty").unwrap(), Vec::<String>::new());
    assert!(served.branches("nowhere").is_err());
}

#[test]
fn a_branch_is_looked_at_on_top_of_what_the_main_line_was_or_is() {
    let root = tempfile::tempdir().unwrap();
    let folder = shop(root.path());
    let served = Served::new(root.path().to_owned());
    let seen = served.revisions("shop", "wide", None).unwrap();
    let base = seen.base.unwrap();
    let onto = || served.onto("shop", &base, &seen.head).unwrap();
    assert_eq!(onto(), None, "the main line has no more");
    let main = || Repository::at(&folder).unwrap().branch("main").unwrap();
    let commit = |name: &str| {
        fs::write(folder.join(name), name).unwrap();
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "--quiet", "-m", name]);
    };
    commit("meanwhile");
    let before = main();
    assert_eq!(onto(), Some(before.clone()));
    for how in [&["--no-ff", "--no-edit"][..], &["--squash"]] {
        git(&folder, &["reset", "--quiet", "--hard", &before]);
        git(&folder, &[&["merge", "--quiet"], how, &["wide"]].concat());
        commit("afterwards");
        assert_eq!(onto(), Some(before.clone()), "{how:?}");
    }
    // Rebased: what came first of it tells where.
    git(&folder, &["reset", "--quiet", "--hard", &before]);
    git(&folder, &["cherry-pick", &format!("{base}..{}", seen.head)]);
    commit("later");
    assert_eq!(onto(), Some(before));
    // Fast-forwarded: there was no more.
    git(&folder, &["reset", "--quiet", "--hard", &base]);
    git(&folder, &["merge", "--quiet", "--ff-only", "wide"]);
    commit("last");
    assert_eq!(onto(), None);
}
