//! On real PostgreSQL servers. Needs PostgreSQL installed; run as root or not.

mod failures;
mod lifecycle;
mod sharing;
mod surroundings;

use std::{path::Path, process::Command, time::Duration};

use sqlx::{ConnectOptions, Connection, PgConnection};

use super::{Binaries, Cluster, ClusterConfig, pidfile, temporary::Temporary};

const FOLDER: &str = "CHANGE_MGMT_TEST_CLUSTER";
const PATIENCE: Duration = Duration::from_secs(30);

fn config(folder: &Path) -> ClusterConfig {
    ClusterConfig::new(folder, Binaries::find(None).unwrap())
}

async fn start(folder: &Path) -> Cluster {
    Cluster::start(config(folder)).await.unwrap()
}

fn pid(folder: &Path) -> u32 {
    pidfile::running(&folder.join("pgdata")).unwrap().pid
}

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

async fn connection(cluster: &Cluster) -> PgConnection {
    cluster.connect_options().connect().await.unwrap()
}

async fn write_row(cluster: &Cluster) {
    let mut connection = connection(cluster).await;
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS t (id bigserial); INSERT INTO t DEFAULT VALUES")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn rows(cluster: &Cluster) -> i64 {
    let mut connection = connection(cluster).await;
    let count = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

async fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..1500 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not within {PATIENCE:?}: {what}");
}

/// Waits for another postmaster than `old`, and until it answers.
async fn restarted(cluster: &Cluster, old: u32) -> u32 {
    let pgdata = cluster.data_dir().join("pgdata");
    until("restart", || pidfile::running(&pgdata).is_some_and(|file| file.pid != old)).await;
    cluster.wait_ready(PATIENCE).await.unwrap();
    pid(cluster.data_dir())
}

/// This test binary again, as a server process to be killed.
fn server_process(test: &str, folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args([&format!("cluster::tests::{test}"), "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .spawn()
        .unwrap()
}

#[tokio::test]
#[ignore = "runs as a process of other tests"]
async fn serve_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let cluster = start(Path::new(&folder)).await;
    write_row(&cluster).await;
    std::fs::write(Path::new(&folder).join("written"), "").unwrap();
    std::future::pending::<()>().await;
}

#[tokio::test]
#[ignore = "runs as a process of other tests"]
async fn use_temporary_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let cluster = Cluster::temporary(Binaries::find(None).unwrap(), Vec::new()).await.unwrap();
    let text = cluster.data_dir().display().to_string();
    std::fs::write(Path::new(&folder).join("part"), text).unwrap();
    std::fs::rename(Path::new(&folder).join("part"), Path::new(&folder).join("written")).unwrap();
    std::future::pending::<()>().await;
}

fn folder() -> Temporary {
    Temporary::create().unwrap()
}
