//! The database of this machine: the private cluster (used as it runs, or started for the moment), or the one named.

use crate::{
    cli::exit::{Failure, Outcome},
    config::{ServeConfig, ServeOptions},
    wiring::reach,
};
use clap::Args;
use engine::{Engine, Settings, SystemClock};
use sqlx::postgres::PgConnectOptions;
use std::{path::PathBuf, sync::Arc, time::Duration};
use store::{
    Store,
    backup::Programs,
    cluster::{Binaries, Cluster, ClusterConfig, check_folder},
};

/// Which database.
#[derive(Args, Debug)]
pub struct Local {
    /// Folder of the private database [default: .data]
    #[arg(long, env = "CHANGE_MGMT_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// A PostgreSQL to use instead of the private one; DATABASE_URL is read, too
    #[arg(long, env = "CHANGE_MGMT_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Settings file of the server [default: change-mgmt.toml, if it exists]
    #[arg(long, env = "CHANGE_MGMT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder with PostgreSQL's programs [default: looked for]
    #[arg(long, env = "CHANGE_MGMT_PG_BIN", value_name = "FOLDER")]
    pg_bin: Option<PathBuf>,
}

/// A database that can be reached.
#[derive(Debug)]
pub struct Place {
    /// As a URL; may hold a password.
    pub url: String,
    /// PostgreSQL's client programs.
    pub programs: Programs,
    cluster: Option<Cluster>,
}

impl Local {
    /// Reaches it; starts the private cluster where it does not run. With `make`, makes one where there is none.
    ///
    /// # Errors
    /// There is none; it does not start.
    pub async fn open(self, make: bool) -> Outcome<Place> {
        let options = ServeOptions {
            config: self.config,
            data_dir: self.data_dir,
            database_url: self.database_url,
            pg_bin: self.pg_bin,
            ..ServeOptions::default()
        };
        let config = options.load().map_err(|e| Failure::Usage(e.to_string()))?;
        match &config.database_url {
            Some(url) => Ok(Place { url: url.clone(), programs: programs(&config)?, cluster: None }),
            None => private(&config, make).await,
        }
    }
}

fn programs(config: &ServeConfig) -> Outcome<Programs> {
    match Binaries::find(config.pg_bin.as_deref()) {
        Ok(binaries) => Programs::of(&binaries).map_err(|e| Failure::Other(e.to_string())),
        Err(_) => Ok(Programs::on_path()),
    }
}

async fn private(config: &ServeConfig, make: bool) -> Outcome<Place> {
    let folder = &config.data_dir;
    check_folder(folder)?;
    if !make && !folder.join("pgdata").exists() {
        return Err(Failure::Usage(format!(
            "There is no database in {}. Name the folder of the server with --data-dir, or its database with --database-url.",
            folder.display()
        )));
    }
    let binaries = Binaries::find(config.pg_bin.as_deref())?;
    let cluster = Cluster::start(ClusterConfig::new(folder, binaries)).await?;
    let programs = match Programs::of(cluster.binaries()) {
        Ok(programs) => programs,
        Err(error) => {
            cluster.shutdown().await?;
            return Err(Failure::Other(error.to_string()));
        }
    };
    Ok(Place { url: cluster.database_url(), programs, cluster: Some(cluster) })
}

impl Place {
    /// All use cases on it, its schema up to date.
    ///
    /// # Errors
    /// It does not answer; a migration fails.
    pub async fn engine(&self) -> Outcome<Engine> {
        let options: PgConnectOptions =
            self.url.parse().map_err(|e| Failure::Usage(format!("The database URL cannot be read: {e}.")))?;
        reach(&options, Duration::ZERO).await.map_err(|e| Failure::Other(e.to_string()))?;
        let store = Store::connect(&self.url, 2).await?;
        store.migrate().await?;
        Ok(engine_on(store))
    }

    /// Leaves the cluster as it was found: still running for a server, stopped where nobody else uses it.
    ///
    /// # Errors
    /// PostgreSQL does not stop.
    pub async fn close(self) -> Outcome {
        if let Some(cluster) = self.cluster {
            cluster.shutdown().await?;
        }
        Ok(())
    }

    /// Runs `work` on the engine and closes everything, also where it fails.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn with_engine<T>(self, work: impl AsyncFnOnce(&Engine) -> Outcome<T>) -> Outcome<T> {
        let result = match self.engine().await {
            Ok(engine) => {
                let result = work(&engine).await;
                engine.store().close().await;
                result
            }
            Err(error) => Err(error),
        };
        self.close().await?;
        result
    }
}

/// All use cases on a store.
pub fn engine_on(store: Store) -> Engine {
    Engine::new(store, Arc::new(SystemClock), Settings::default())
}
