//! How large the tables are, where somebody measured it.

use crate::sql::Name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sizes by table, as a live connection or a file gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stats {
    /// By `schema.table`, or `table` in the default schema.
    pub tables: BTreeMap<String, Size>,
}

/// One table's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Size {
    /// Rows, estimated.
    pub rows: u64,
    /// Bytes of the table itself.
    pub bytes: u64,
    /// Bytes of its indexes.
    pub index_bytes: u64,
}

impl Stats {
    /// The size of a table, where it is known.
    pub fn of(&self, table: &Name) -> Option<Size> {
        let found = self.tables.get(&table.to_string());
        found.or_else(|| self.tables.get(&format!("public.{}", table.name)).filter(|_| table.schema.is_none())).copied()
    }
}

impl Size {
    /// So few rows that a lock or a rewrite is over before somebody notices.
    pub fn is_small(self) -> bool {
        self.rows < 10_000 && self.bytes < 16 << 20
    }
}
