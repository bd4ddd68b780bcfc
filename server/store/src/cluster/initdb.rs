//! Makes the cluster's data, once.

use std::{
    fs::{self, File},
    os::unix::fs::DirBuilderExt,
    path::Path,
    process::Stdio,
};

use super::{Binaries, ClusterError, SUPERUSER, layout::Layout, log, user::RunAs};

const UNFINISHED: &str = "pgdata.init";
/// Byte order, so that an upgraded system library cannot silently break text indexes.
const LOCALE: &str = if cfg!(target_os = "linux") { "C.UTF-8" } else { "C" };

/// Makes `pgdata` when it is absent. `initdb` writes into a folder beside it, renamed when complete: a killed
/// `initdb` leaves nothing half-made in place. Call it under the supervise lock.
pub(super) async fn ensure(
    layout: &Layout,
    binaries: &Binaries,
    run_as: &RunAs,
    durable: bool,
) -> Result<(), ClusterError> {
    let pgdata = layout.pgdata();
    if pgdata.exists() {
        return Ok(());
    }
    let fresh = layout.base().join(UNFINISHED);
    if fresh.exists() {
        fs::remove_dir_all(&fresh).map_err(ClusterError::folder("remove", &fresh))?;
    }
    fs::DirBuilder::new().mode(0o700).create(&fresh).map_err(ClusterError::folder("create", &fresh))?;
    run_as.give(&fresh)?;
    let program = binaries.initdb();
    let mut command = run_as.command(&program, layout.base());
    command.arg("-D").arg(&fresh).args(["-E", "UTF8", "-U", SUPERUSER, "--locale", LOCALE]);
    // The closed folder guards the socket; should somebody open a TCP port, nobody gets in through it.
    command.args(["--auth-local", "trust", "--auth-host", "reject"]);
    if !durable {
        command.arg("--no-sync");
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::process::Command::from(command)
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|source| ClusterError::Spawn { program, source })?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        let said = log::last_lines(&String::from_utf8_lossy(&said));
        let folder = layout.base().to_owned();
        return Err(match log::explain(&folder, layout.log(), said) {
            ClusterError::Start { log, .. } => ClusterError::Initdb { folder, log },
            named => named,
        });
    }
    fs::rename(&fresh, &pgdata).map_err(ClusterError::folder("create", &pgdata))?;
    if durable {
        sync_folder(layout.base())?;
    }
    tracing::info!(folder = %layout.base().display(), "made a PostgreSQL cluster");
    Ok(())
}

fn sync_folder(folder: &Path) -> Result<(), ClusterError> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(ClusterError::folder("flush", folder))
}

/// The programs that can serve the data: the found ones, or installed ones of the version that made the data.
pub(super) fn matching(layout: &Layout, binaries: Binaries) -> Result<Binaries, ClusterError> {
    let Ok(data) = fs::read_to_string(layout.pgdata().join("PG_VERSION")) else {
        return Ok(binaries);
    };
    let (data, found) = (data.trim().to_owned(), binaries.major().unwrap_or_default());
    if data == found {
        return Ok(binaries);
    }
    Binaries::of_version(&data).ok_or_else(|| ClusterError::WrongVersion {
        folder: layout.base().to_owned(),
        data,
        found,
    })
}
