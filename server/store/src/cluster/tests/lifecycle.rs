//! First start, restart, crashes.

use std::{fs, os::unix::fs::MetadataExt, time::Instant};

use super::*;

#[tokio::test]
async fn a_cluster_is_made_once_and_keeps_its_data() {
    let folder = folder();
    let began = Instant::now();
    let cluster = start(folder.folder()).await;
    eprintln!("first start {:?}", began.elapsed());
    write_row(&cluster).await;
    let mut connection = PgConnection::connect(&cluster.database_url()).await.unwrap();
    let shown: Vec<String> = sqlx::query_scalar(
        "SELECT setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'listen_addresses') ORDER BY name",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(shown, ["on", "on", ""]);
    connection.close().await.unwrap();
    assert_eq!(fs::metadata(cluster.socket_dir()).unwrap().mode() & 0o7777, 0o700);
    let began = Instant::now();
    cluster.shutdown().await.unwrap();
    eprintln!("stop {:?}", began.elapsed());
    assert!(!folder.folder().join("pgdata/postmaster.pid").exists());

    let began = Instant::now();
    let cluster = start(folder.folder()).await;
    eprintln!("second start {:?}", began.elapsed());
    assert_eq!(rows(&cluster).await, 1);
    cluster.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_killed_postgres_comes_back_each_time() {
    let folder = folder();
    let cluster = start(folder.folder()).await;
    let mut current = pid(folder.folder());
    for round in 1..=3 {
        write_row(&cluster).await;
        let began = Instant::now();
        kill(current);
        current = restarted(&cluster, current).await;
        eprintln!("back after SIGKILL {:?}", began.elapsed());
        assert_eq!(rows(&cluster).await, round);
    }
    cluster.shutdown().await.unwrap();
    assert!(pidfile::running(&folder.folder().join("pgdata")).is_none());
}

#[tokio::test]
async fn the_cluster_of_a_killed_server_is_adopted_and_watched() {
    let folder = folder();
    let mut server = server_process("serve_until_killed", folder.folder());
    until("first row", || folder.folder().join("written").exists()).await;
    let first = pid(folder.folder());
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(pid(folder.folder()), first, "PostgreSQL outlives its killed parent");

    let began = Instant::now();
    let cluster = start(folder.folder()).await;
    eprintln!("adoption {:?}", began.elapsed());
    assert_eq!(pid(folder.folder()), first);
    assert_eq!(rows(&cluster).await, 1);
    kill(first);
    let second = restarted(&cluster, first).await;
    assert_ne!(first, second);
    assert_eq!(rows(&cluster).await, 1);
    cluster.shutdown().await.unwrap();
    assert!(pidfile::running(&folder.folder().join("pgdata")).is_none());
}

#[tokio::test]
async fn a_dropped_cluster_keeps_running() {
    let folder = folder();
    let cluster = start(folder.folder()).await;
    let first = pid(folder.folder());
    drop(cluster);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(pid(folder.folder()), first);
    let cluster = start(folder.folder()).await;
    assert_eq!(pid(folder.folder()), first);
    cluster.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_long_path_gets_its_socket_elsewhere() {
    let folder = folder();
    let long = folder.folder().join("x".repeat(60)).join("y".repeat(60));
    let cluster = start(&long).await;
    let socket_dir = cluster.socket_dir().to_owned();
    assert!(socket_dir.as_os_str().len() < 90 && !socket_dir.starts_with(&long));
    assert_eq!(fs::metadata(&socket_dir).unwrap().mode() & 0o7777, 0o700);
    write_row(&cluster).await;
    cluster.shutdown().await.unwrap();
    let cluster = start(&long).await;
    assert_eq!(cluster.socket_dir(), socket_dir);
    assert_eq!(rows(&cluster).await, 1);
    cluster.shutdown().await.unwrap();
    fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn an_interrupted_initdb_is_begun_anew() {
    let folder = folder();
    fs::create_dir_all(folder.folder().join("pgdata.init/base")).unwrap();
    fs::write(folder.folder().join("pgdata.init/PG_VERSION"), "15\n").unwrap();
    let cluster = start(folder.folder()).await;
    write_row(&cluster).await;
    assert!(!folder.folder().join("pgdata.init").exists());
    cluster.shutdown().await.unwrap();
}
