//! Whether everything is known that stands in the database.

use super::Catalog;
use crate::sql::{Located, Name, ObjectKind, Op};

/// Extensions that make no table or view of their own that a migration would name.
pub(super) const WITHOUT_TABLES: &[&str] = &[
    "amcheck",
    "autoinc",
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dblink",
    "dict_int",
    "earthdistance",
    "file_fdw",
    "fuzzystrmatch",
    "hstore",
    "insert_username",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "moddatetime",
    "pageinspect",
    "pg_buffercache",
    "pg_prewarm",
    "pg_stat_statements",
    "pg_trgm",
    "pg_uuidv7",
    "pgcrypto",
    "pgrowlocks",
    "pgstattuple",
    "plpgsql",
    "postgres_fdw",
    "refint",
    "rum",
    "seg",
    "tablefunc",
    "tcn",
    "unaccent",
    "uuid-ossp",
    "vector",
    "xml2",
];

/// Functions of extensions that make or change tables.
const MAKERS: &[&str] = &["addgeometrycolumn", "dropgeometrycolumn", "dropgeometrytable", "create_parent"];

impl Catalog {
    /// The scripts tell everything from the beginning: what they do not make is not there.
    pub fn is_whole(&self) -> bool {
        !self.gap && !self.tables.is_empty()
    }

    pub(crate) fn doubt_if(&mut self, doubt: bool) {
        self.gap |= doubt;
    }

    /// Notes before an effect is applied whether it can be followed.
    pub(crate) fn heed(&mut self, located: &Located) {
        if let Op::Create { object: ObjectKind::Schema, name: Some(name), if_not_exists: false } = &located.op {
            self.own_schemas.insert(name.name.clone());
        }
        self.gap |= self.is_lost_by(located);
    }

    pub(super) fn is_lost_by(&self, located: &Located) -> bool {
        let leaves = match &located.op {
            Op::Unknown { .. } | Op::Rollback => return true,
            Op::Dynamic { calls, .. } => return calls.as_ref().is_none_or(|name| !self.is_readable(name)),
            Op::Select { query } | Op::Insert { query: Some(query), .. } => {
                return query.calls.iter().any(|name| self.is_maker(name));
            }
            Op::Create { object: ObjectKind::Extension, name, .. } => {
                return name.as_ref().is_none_or(|name| !WITHOUT_TABLES.contains(&name.name.as_str()));
            }
            Op::Rename { object: ObjectKind::Schema, .. } => return true,
            Op::Alter { object: ObjectKind::Role | ObjectKind::Database, what, .. } => {
                return what.contains("search_path");
            }
            Op::Drop { object, .. } => {
                matches!(
                    object,
                    ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Schema
                )
            }
            Op::DropColumn { .. }
            | Op::RenameTable { .. }
            | Op::RenameColumn { .. }
            | Op::Rename { .. }
            | Op::SetSchema { .. } => true,
            _ => false,
        };
        // In a block, perhaps; the object may still be there under its name.
        leaves && located.conditional
    }

    fn is_readable(&self, name: &Name) -> bool {
        self.routines.get(name).is_some_and(|routine| routine.effects.is_some())
    }

    fn is_maker(&self, name: &Name) -> bool {
        match self.routines.get(name) {
            Some(routine) => routine.effects.is_none(),
            None => {
                name.schema.as_deref().is_some_and(|schema| schema != "pg_catalog")
                    || MAKERS.contains(&name.name.as_str())
            }
        }
    }
}
