//! Several servers on one cluster, and clusters that vanish.

use std::{fs, path::PathBuf, time::Instant};

use super::*;
use crate::cluster::testing;

#[tokio::test]
async fn the_last_of_two_servers_stops_postgres() {
    let folder = folder();
    let (one, two) = tokio::join!(start(folder.folder()), start(folder.folder()));
    let first = pid(folder.folder());
    write_row(&one).await;
    one.shutdown().await.unwrap();
    assert_eq!(pid(folder.folder()), first, "the second server still uses it");
    assert_eq!(rows(&two).await, 1);

    kill(first);
    restarted(&two, first).await;
    assert_eq!(rows(&two).await, 1);
    two.shutdown().await.unwrap();
    assert!(pidfile::running(&folder.folder().join("pgdata")).is_none());
}

#[tokio::test]
async fn two_supervisors_restart_it_once() {
    let folder = folder();
    let (one, two) = tokio::join!(start(folder.folder()), start(folder.folder()));
    let mut current = pid(folder.folder());
    for _ in 0..3 {
        kill(current);
        current = restarted(&one, current).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(pid(folder.folder()), current, "nobody has started another");
        two.wait_ready(PATIENCE).await.unwrap();
    }
    let (first, second) = tokio::join!(one.shutdown(), two.shutdown());
    first.and(second).unwrap();
    assert!(pidfile::running(&folder.folder().join("pgdata")).is_none());
}

#[tokio::test]
async fn a_temporary_cluster_goes_with_shutdown_and_drop() {
    for by_drop in [false, true] {
        let cluster = Cluster::temporary(Binaries::find(None).unwrap(), Vec::new()).await.unwrap();
        let (folder, process) = (cluster.data_dir().to_owned(), pid(cluster.data_dir()));
        if by_drop {
            drop(cluster);
        } else {
            cluster.shutdown().await.unwrap();
        }
        assert!(!folder.exists() && !pidfile::is_alive(process));
    }
}

#[tokio::test]
async fn a_temporary_cluster_goes_with_its_killed_process() {
    let folder = folder();
    let mut process = server_process("use_temporary_until_killed", folder.folder());
    until("start", || folder.folder().join("written").exists()).await;
    let cluster = PathBuf::from(fs::read_to_string(folder.folder().join("written")).unwrap());
    let postgres = pid(&cluster);
    process.kill().unwrap();
    process.wait().unwrap();
    until("cleaning", || !cluster.exists() && !pidfile::is_alive(postgres)).await;
}

#[tokio::test]
async fn databases_of_tests_are_copies_of_a_template() {
    let shared = testing::shared().await.unwrap();
    let mut prepared = 0;
    for _ in 0..5 {
        let began = Instant::now();
        let options = shared
            .fresh_database_from("template_test", async |options| {
                prepared += 1;
                let mut connection = options.connect().await?;
                sqlx::raw_sql("CREATE TABLE t (id bigserial)").execute(&mut connection).await?;
                Ok(connection.close().await?)
            })
            .await
            .unwrap();
        eprintln!("fresh database {:?}", began.elapsed());
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql("INSERT INTO t DEFAULT VALUES").execute(&mut connection).await.unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut connection).await.unwrap();
        assert_eq!(count, 1);
    }
    assert_eq!(prepared, 1);
}

#[tokio::test]
async fn the_products_schema_is_migrated_once_and_copied() {
    let shared = testing::shared().await.unwrap();
    for _ in 0..3 {
        let began = Instant::now();
        let options = shared.fresh_database(&crate::MIGRATOR).await.unwrap();
        eprintln!("fresh migrated database {:?}", began.elapsed());
        let mut connection = options.connect().await.unwrap();
        let applied: i64 =
            sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations").fetch_one(&mut connection).await.unwrap();
        assert!(applied > 0);
        connection.close().await.unwrap();
    }
}
