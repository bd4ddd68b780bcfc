//! Each failure says what to do.

use std::fs;

use super::*;
use crate::cluster::{ClusterError, require_fsync, user::RunAs};

#[test]
fn missing_programs_are_named() {
    let folder = folder();
    fs::write(folder.folder().join("postgres"), "").unwrap();
    let error = Binaries::find(Some(folder.folder())).unwrap_err();
    assert!(
        matches!(&error, ClusterError::IncompleteBinaries { missing, .. } if missing == "initdb, pg_ctl"),
        "{error}"
    );
    let text = Binaries::first_of(&[folder.folder().to_owned()]).unwrap_err().to_string();
    for hint in ["apt-get install postgresql", "brew install postgresql", "DATABASE_URL"] {
        assert!(text.contains(hint), "{text}");
    }
    let found = Binaries::find(None).unwrap();
    assert!(found.initdb().is_file() && found.postgres().is_file() && found.pg_ctl().is_file());
    assert_eq!(Binaries::of_version(&found.major().unwrap()).unwrap(), found);
}

#[tokio::test]
async fn a_cluster_without_fsync_is_refused_and_stopped() {
    let folder = folder();
    let mut config = config(folder.folder());
    config.settings.push(("fsync".to_owned(), "off".to_owned()));
    let error = Cluster::start(config).await.unwrap_err();
    assert!(matches!(error, ClusterError::FsyncOff { .. }), "{error}");
    assert!(pidfile::running(&folder.folder().join("pgdata")).is_none());

    let cluster = Cluster::temporary(Binaries::find(None).unwrap(), Vec::new()).await.unwrap();
    let pool = sqlx::PgPool::connect_with(cluster.connect_options()).await.unwrap();
    let error = require_fsync(&pool).await.unwrap_err();
    assert!(matches!(error, ClusterError::FsyncOff { value } if value == "off"));
}

#[tokio::test]
async fn a_data_folder_that_is_none_is_named() {
    let folder = folder();
    let file = folder.folder().join("file");
    fs::write(&file, "no folder").unwrap();
    for (given, hint) in [
        (file.clone(), "it is a file"),
        (file.join("below"), "file is a file"),
        ("/proc/made/here".into(), "cannot be made"),
    ] {
        let error = Cluster::start(config(&given)).await.unwrap_err();
        assert!(matches!(error, ClusterError::DataFolder { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains(hint) && text.contains("--data-dir") && text.contains(given.to_str().unwrap()), "{text}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "no folder");
}

#[tokio::test]
async fn a_refused_start_shows_the_log() {
    let folder = folder();
    let mut config = config(folder.folder());
    config.settings.push(("shared_buffers".to_owned(), "many".to_owned()));
    let error = Cluster::start(config).await.unwrap_err();
    assert!(matches!(&error, ClusterError::Start { log, .. } if log.contains("shared_buffers")), "{error}");
}

#[tokio::test]
async fn another_version_of_data_is_named() {
    let folder = folder();
    fs::create_dir(folder.folder().join("pgdata")).unwrap();
    fs::write(folder.folder().join("pgdata/PG_VERSION"), "8\n").unwrap();
    let error = Cluster::start(config(folder.folder())).await.unwrap_err();
    assert!(matches!(&error, ClusterError::WrongVersion { data, .. } if data == "8"), "{error}");
}

#[tokio::test]
async fn a_pid_file_that_names_a_foreign_process_is_removed() {
    let folder = folder();
    let cluster = start(folder.folder()).await;
    cluster.shutdown().await.unwrap();
    let mut foreign =
        RunAs::choose().unwrap().command(Path::new("/bin/sleep"), Path::new("/")).arg("60").spawn().unwrap();
    let file = folder.folder().join("pgdata/postmaster.pid");
    let pgdata = folder.folder().join("pgdata");
    fs::write(&file, format!("{}\n{}\n1\n5432\n/nowhere\n\n", foreign.id(), pgdata.display())).unwrap();
    let cluster = start(folder.folder()).await;
    assert_ne!(pid(folder.folder()), foreign.id());
    cluster.shutdown().await.unwrap();
    foreign.kill().unwrap();
    foreign.wait().unwrap();
}
