//! What is to be proven.

use analysis::history::{History, Migration, Script, Transaction};
use analysis::sql::Dialect;
use analysis::{Files, Options};
use sha2::{Digest, Sha256};

/// Part of every digest: what is proven differently gets another one.
const VERSION: &str = "5";

/// A history and the migrations that a change adds to it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is deployed, in order.
    pub base: Vec<Migration>,
    /// What is new, in order.
    pub change: Vec<Migration>,
    /// Migrations of the folder have a way back, or are expected to.
    pub undoes: bool,
}

impl Plan {
    /// The migrations in `files` that are not in `base` (the files at the base revision); the same ones that
    /// [`analysis::lint`] looks at. Nothing where they are not for PostgreSQL.
    pub fn new(files: &Files, base: &Files, options: &Options) -> Option<Self> {
        let limits = &options.limits;
        let (head, old) = History::both(files, base, &options.folder, options.layout, options.dialect, limits);
        if head.dialect != Dialect::Postgres {
            return None;
        }
        let change = head.added(&old).cloned().collect();
        let undoes = head.undoes(&old) || old.migrations.iter().any(|one| one.down.is_some());
        Some(Self { base: old.migrations, change, undoes })
    }

    /// One key for each of the base's migrations: a digest of it and of all before it.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut hash = Sha256::new();
        hash.update(VERSION);
        let step = |migration: &Migration| {
            script(&mut hash, &migration.up);
            hex::encode(&hash.clone().finalize()[..20])
        };
        self.base.iter().map(step).collect()
    }

    /// Names history and change: the same digest gives the same proof.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(VERSION);
        for migration in &self.base {
            script(&mut hash, &migration.up);
        }
        hash.update([0xFF, u8::from(self.undoes)]);
        for migration in &self.change {
            script(&mut hash, &migration.up);
            hash.update([u8::from(migration.down.is_some())]);
            if let Some(down) = &migration.down {
                script(&mut hash, down);
            }
            // Places name the files.
            hash.update(&migration.up.path);
            hash.update([0]);
        }
        hex::encode(hash.finalize())
    }
}

fn script(hash: &mut Sha256, script: &Script) {
    let sql = script.sql();
    hash.update((sql.len() as u64).to_be_bytes());
    hash.update(sql);
    hash.update([match script.transaction {
        Transaction::Always => 0,
        Transaction::Implicit => 1,
        Transaction::Never => 2,
    }]);
}
