use super::*;
use crate::cluster::{Binaries, testing};
use sqlx::PgPool;
use std::path::PathBuf;
use tokio::sync::{Mutex, MutexGuard};

/// The cluster is shared: a database that another restore is just reading would be taken for one left over.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

struct Scratch {
    _alone: MutexGuard<'static, ()>,
    url: String,
    folder: PathBuf,
    programs: Programs,
}

impl Scratch {
    /// A fresh database with a user in it, and a folder.
    async fn new() -> Self {
        let alone = ONE_AT_A_TIME.lock().await;
        let cluster = testing::shared().await.unwrap();
        let options = cluster.fresh_database(&crate::MIGRATOR).await.unwrap();
        let name = options.get_database().unwrap().to_owned();
        let url = cluster.cluster().database_url().replace("/change_mgmt?", &format!("/{name}?"));
        let folder = std::env::temp_dir().join(format!("change-mgmt-backup-{}", uuid::Uuid::now_v7()));
        fs::create_dir(&folder).unwrap();
        let programs = Programs::of(&Binaries::find(None).unwrap()).unwrap();
        let scratch = Self { _alone: alone, url, folder, programs };
        scratch.run("INSERT INTO users (name, display_name) VALUES ('ann', 'Ann')").await;
        scratch.run("INSERT INTO live_events (action, actor, summary, at) VALUES ('a', 'ann', 's', now())").await;
        scratch
    }

    async fn run(&self, sql: &'static str) {
        let pool = PgPool::connect(&self.url).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    }

    async fn number(&self, sql: &'static str) -> i64 {
        let pool = PgPool::connect(&self.url).await.unwrap();
        let n = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        n
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const USERS: &str = "SELECT count(*) FROM users";

#[tokio::test]
async fn a_backup_brings_back_what_was_there() {
    let s = Scratch::new().await;
    let file = s.folder.join("a.backup");
    assert!(backup(&s.programs, &s.url, &file).await.unwrap() > 0);
    assert!(matches!(backup(&s.programs, &s.url, &file).await, Err(BackupError::Exists(_))));
    s.run("DELETE FROM users").await;
    assert!(matches!(restore(&s.programs, &s.url, &file, false).await, Err(BackupError::NotEmpty)));
    assert_eq!(s.number(USERS).await, 0);
    restore(&s.programs, &s.url, &file, true).await.unwrap().swap_in().await.unwrap();
    assert_eq!(s.number(USERS).await, 1);
    assert_eq!(s.number("SELECT count(*) FROM live_events").await, 0);
    let left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'restore\\_%' OR datname LIKE 'old\\_%'";
    assert_eq!(s.number(left).await, 0);
}

#[tokio::test]
async fn a_broken_file_leaves_all_as_it_was() {
    let s = Scratch::new().await;
    let file = s.folder.join("a.backup");
    backup(&s.programs, &s.url, &file).await.unwrap();
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let at = flipped.len() / 2;
    flipped[at..at + 400].fill(0xAA);
    for broken in [&b""[..], b"no backup at all", &whole[..whole.len() / 2], &flipped] {
        let bad = s.folder.join("bad.backup");
        fs::write(&bad, broken).unwrap();
        let error = restore(&s.programs, &s.url, &bad, true).await.unwrap_err();
        assert!(matches!(error, BackupError::Broken { .. }), "{error}");
        assert_eq!(s.number(USERS).await, 1);
    }
}

#[tokio::test]
async fn a_database_in_use_is_not_touched() {
    let s = Scratch::new().await;
    let file = s.folder.join("a.backup");
    backup(&s.programs, &s.url, &file).await.unwrap();
    let user = PgPool::connect(&s.url).await.unwrap();
    let other = user.acquire().await.unwrap();
    assert!(matches!(restore(&s.programs, &s.url, &file, true).await, Err(BackupError::InUse(1))));
    drop(other);
    user.close().await;
    let restored = restore(&s.programs, &s.url, &file, true).await.unwrap();
    let user = PgPool::connect(&s.url).await.unwrap();
    assert!(matches!(restored.swap_in().await, Err(BackupError::InUse(_))));
    user.close().await;
    assert_eq!(s.number(USERS).await, 1);
}
