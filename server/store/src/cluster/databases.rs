//! The cluster's databases: how to reach, make and remove them.

use sqlx::postgres::PgConnectOptions;

use super::{Cluster, ClusterError, DATABASE, connect};

impl Cluster {
    /// Connects to [`DATABASE`] as the cluster's superuser.
    pub fn connect_options(&self) -> PgConnectOptions {
        self.connect_options_for(DATABASE)
    }

    /// Connects to another database of the cluster as its superuser.
    pub fn connect_options_for(&self, database: &str) -> PgConnectOptions {
        self.started.options.clone().database(database)
    }

    /// [`DATABASE`] as a URL, for `psql` and `pg_dump` as well. It holds no secret.
    pub fn database_url(&self) -> String {
        connect::url(&self.started.socket_dir, self.started.options.get_port(), DATABASE)
    }

    /// Makes a database unless it exists, as a copy of `template` when one is named; returns whether it was made.
    ///
    /// # Errors
    /// [`ClusterError::DatabaseName`] for a name beyond `a-z0-9_`, [`ClusterError::Database`] otherwise.
    pub async fn create_database(&self, name: &str, template: Option<&str>) -> Result<bool, ClusterError> {
        connect::create_database(&self.started.options, name, template).await
    }

    /// Removes a database and ends its connections.
    ///
    /// # Errors
    /// As [`Cluster::create_database`].
    pub async fn drop_database(&self, name: &str) -> Result<(), ClusterError> {
        connect::drop_database(&self.started.options, name).await
    }
}
