//! One scratch database.

use super::admin::Admin;
use super::{Inner, OWNER, ScratchError, Session, catalog, snapshots};
use crate::cluster::pidfile;
use std::sync::{Arc, PoisonError};

/// A database for one run. [`Database::close`] it; dropped, it is removed when the next one is made.
#[derive(Debug)]
pub struct Database {
    inner: Arc<Inner>,
    number: u32,
    gone: bool,
}

fn names(number: u32) -> (String, String) {
    // Other processes may use the cluster as well.
    let process = std::process::id();
    (format!("run_{process}_{number}"), format!("login_{process}_{number}"))
}

/// A run of a process that is dead.
pub(super) fn is_orphan(name: &str) -> bool {
    let owner = name.strip_prefix("run_").and_then(|rest| rest.split('_').next()?.parse().ok());
    owner.is_some_and(|process| process != std::process::id() && !pidfile::is_alive(process))
}

pub(super) async fn remove(inner: &Inner, number: u32) -> Result<(), ScratchError> {
    let (database, login) = names(number);
    inner.cluster.drop_database(&database).await?;
    let mut admin = inner.admin("postgres").await?;
    admin.execute(format!("DROP ROLE IF EXISTS {login}")).await?;
    admin.close().await
}

impl Database {
    pub(super) async fn make(inner: Arc<Inner>, number: u32, snapshot: Option<&str>) -> Result<Self, ScratchError> {
        let (name, login) = names(number);
        // From here on it is removed whatever happens.
        let made = Self { inner, number, gone: false };
        let inner = &made.inner;
        let copying = inner.snapshots.copying().await;
        if let Some(key) = snapshot
            && !inner.snapshots.touch(key).await
        {
            return Err(ScratchError::NoSnapshot(key.to_owned()));
        }
        let mut admin = inner.admin("postgres").await?;
        let template = snapshot.map_or_else(|| "template1".to_owned(), snapshots::name);
        let copied = admin.execute(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        drop(copying);
        if let (Err(error), Some(key)) = (&copied, snapshot)
            && error.code().as_deref() == Some("3D000")
        {
            // Another process has removed it.
            inner.snapshots.forget(key).await;
            return Err(ScratchError::NoSnapshot(key.to_owned()));
        }
        copied?;
        admin.make_login(&login, &inner.limits).await?;
        let rights = format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {login}");
        admin.execute(rights).await?;
        admin.close().await?;
        Ok(made)
    }

    /// A session that may do in this database what a schema's owner may, and nothing beyond it.
    ///
    /// # Errors
    /// The cluster does not answer.
    pub async fn session(&self) -> Result<Session, ScratchError> {
        let (name, login) = names(self.number);
        let guest = self.inner.cluster.connect_options_for(&name).username(&login);
        let mut watch = self.inner.admin(&name).await?;
        // Each time: a `DROP OWNED` in another run takes the owner's rights away from all databases.
        watch.execute(format!("GRANT CREATE, TEMPORARY, CONNECT ON DATABASE {name} TO {OWNER}")).await?;
        Session::open(guest, watch, self.inner.limits.clone()).await
    }

    /// The whole schema, as far as it is committed.
    ///
    /// # Errors
    /// The cluster does not answer.
    pub async fn catalog(&self) -> Result<catalog::Catalog, ScratchError> {
        let mut admin = self.inner.admin(&names(self.number).0).await?;
        let read = catalog::read(&mut admin.connection).await?;
        admin.close().await?;
        Ok(read)
    }

    /// Makes a role that the history takes for granted.
    ///
    /// # Errors
    /// The name is reserved, or the cluster does not answer.
    pub async fn make_role(&self, name: &str) -> Result<(), ScratchError> {
        let mut admin: Admin = self.inner.admin("postgres").await?;
        admin.make_role(name).await?;
        admin.close().await
    }

    /// Keeps the database as the snapshot of `key`: it can be copied, and nobody can connect to it.
    ///
    /// # Errors
    /// The cluster does not answer.
    pub async fn freeze(mut self, key: &str) -> Result<(), ScratchError> {
        let inner = self.inner.clone();
        let (name, login) = names(self.number);
        let snapshot = snapshots::name(key);
        let mut own = inner.admin(&name).await?;
        // What was made after a `RESET ROLE` belongs to the login, which goes.
        own.execute(format!("REASSIGN OWNED BY {login} TO {OWNER}; DROP OWNED BY {login}")).await?;
        own.close().await?;
        let mut admin = inner.admin("postgres").await?;
        // No session of the run may be left when it is copied.
        sqlx::query("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = $1")
            .bind(&name)
            .execute(&mut admin.connection)
            .await?;
        let alone = inner.snapshots.removing().await;
        admin.execute(format!("DROP DATABASE IF EXISTS {snapshot} WITH (FORCE)")).await?;
        match admin.execute(format!("ALTER DATABASE {name} RENAME TO {snapshot}")).await {
            Ok(()) => self.gone = true,
            // Another process was quicker; this one is removed like any other run.
            Err(error) if error.code().as_deref() == Some("42P04") => {
                inner.snapshots.add(key).await;
                return admin.close().await;
            }
            Err(error) => return Err(error),
        }
        let rights = format!(
            "ALTER DATABASE {snapshot} ALLOW_CONNECTIONS false; REVOKE ALL ON DATABASE {snapshot} FROM {OWNER}; DROP ROLE IF EXISTS {login}"
        );
        admin.execute(rights).await?;
        inner.snapshots.add(key).await;
        for old in inner.snapshots.surplus(inner.limits.snapshots).await {
            admin.execute(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", snapshots::name(&old))).await?;
        }
        drop(alone);
        admin.close().await
    }

    /// Removes it.
    ///
    /// # Errors
    /// The cluster does not answer.
    pub async fn close(mut self) -> Result<(), ScratchError> {
        remove(&self.inner, self.number).await?;
        self.gone = true;
        Ok(())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.gone {
            self.inner.leftovers.lock().unwrap_or_else(PoisonError::into_inner).push(self.number);
        }
    }
}
