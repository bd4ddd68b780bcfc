//! Folders, disks and ports that are not as they should be.

use std::{
    fs,
    os::unix::fs::{DirBuilderExt, chown},
};

use super::*;
use crate::cluster::{ClusterError, user::RunAs};

#[tokio::test]
async fn a_socket_folder_made_by_somebody_else_is_refused() {
    let folder = folder();
    let socket_dir = folder.folder().join("socket");
    std::os::unix::fs::symlink("/tmp", &socket_dir).unwrap();
    let error = Cluster::start(config(folder.folder())).await.unwrap_err();
    assert!(matches!(error, ClusterError::SocketFolder { .. }), "{error}");
}

#[tokio::test]
async fn folders_that_postgres_may_not_use_are_named() {
    if !RunAs::choose().unwrap().drops() {
        return; // Only root can make such folders.
    }
    let folder = folder();
    let closed = folder.folder().join("closed");
    fs::DirBuilder::new().mode(0o700).create(&closed).unwrap();
    let error = Cluster::start(config(&closed.join("data"))).await.unwrap_err();
    assert!(matches!(&error, ClusterError::Unreachable { folder, .. } if folder == &closed), "{error}");

    let data = folder.folder().join("data");
    start(&data).await.shutdown().await.unwrap();
    chown(data.join("pgdata/PG_VERSION"), Some(0), Some(0)).unwrap();
    fs::set_permissions(data.join("pgdata/PG_VERSION"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let error = Cluster::start(config(&data)).await.unwrap_err();
    assert!(matches!(error, ClusterError::Permission { .. }), "{error}");
}

#[tokio::test]
async fn a_tcp_port_lets_nobody_in() {
    let folder = folder();
    let mut config = config(folder.folder());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (key, value) in [("listen_addresses", "127.0.0.1".to_owned()), ("port", port.to_string())] {
        config.settings.push((key.to_owned(), value));
    }
    let cluster = Cluster::start(config).await.unwrap();
    let open = sqlx::postgres::PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(port);
    let error = open.username("change_mgmt").database("change_mgmt").connect().await.unwrap_err();
    assert!(error.to_string().contains("rejects"), "{error}");
    PgConnection::connect(&cluster.database_url()).await.unwrap().close().await.unwrap();
    cluster.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_named() {
    let folder = folder();
    let small = folder.folder().join("small");
    fs::create_dir(&small).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m,mode=0755", "tmpfs"]).arg(&small).status();
    if !mount.is_ok_and(|status| status.success()) {
        return; // Only root can make a small disk, and not in every container.
    }
    let result = Cluster::start(config(&small.join("data"))).await;
    assert!(Command::new("umount").arg(&small).status().unwrap().success());
    let error = result.unwrap_err();
    assert!(matches!(error, ClusterError::DiskFull { .. }), "{error}");
}
