//! Names without a schema: where `search_path` says to look them up.

use super::Catalog;
use crate::sql::{Located, Name, ObjectKind, Op, Query};
use std::borrow::Cow;

/// The schemas in which a name is looked up, in order; nothing where it is the default schema alone.
#[derive(Clone, Debug, Default)]
pub struct SearchPath {
    schemas: Vec<Option<String>>,
    /// What it was before this transaction set it for itself.
    outer: Option<Vec<Option<String>>>,
}

impl SearchPath {
    /// `SET search_path`, whose schemas stand between commas.
    pub(super) fn set(&mut self, value: &str, local: bool) {
        let names = value.split(',').map(|name| name.trim().trim_matches(['\'', '"']));
        let named = names.filter(|name| !matches!(*name, "" | "default" | "$user" | "pg_catalog" | "pg_temp"));
        let mut schemas: Vec<_> = named.map(|name| Some(name.to_owned()).filter(|name| name != "public")).collect();
        if schemas.iter().all(Option::is_none) {
            schemas.clear();
        }
        let before = std::mem::replace(&mut self.schemas, schemas);
        if local {
            self.outer.get_or_insert(before);
        } else {
            self.outer = None;
        }
    }

    pub(super) fn end_of_transaction(&mut self) {
        if let Some(outer) = self.outer.take() {
            self.schemas = outer;
        }
    }

    pub(super) fn is_set(&self) -> bool {
        !self.schemas.is_empty()
    }
}

impl Catalog {
    /// The name as the catalog keeps it: in the first schema of the search path that has such a relation, and where
    /// none has one in the schema in which it would be made.
    pub fn resolve(&self, name: &Name) -> Name {
        self.found(name).unwrap_or_else(|| self.for_new(name))
    }

    fn found(&self, name: &Name) -> Option<Name> {
        if name.placed || name.schema.is_some() || !self.path.is_set() {
            return Some(Name { placed: true, ..name.clone() });
        }
        self.path.schemas.iter().map(|schema| name.placed(schema.clone())).find(|name| self.is_relation(name))
    }

    /// The name that a new object gets.
    fn for_new(&self, name: &Name) -> Name {
        match self.path.schemas.first() {
            Some(first) if !name.placed && name.schema.is_none() => name.placed(first.clone()),
            _ => name.clone(),
        }
    }

    fn is_relation(&self, name: &Name) -> bool {
        self.tables.contains_key(name)
            || self.views.contains_key(name)
            || self.indexes.contains_key(name)
            || self.objects.contains_key(&(ObjectKind::Sequence, name.clone()))
    }

    /// A query that is kept: what it names stays the same under another search path.
    pub(super) fn read_by(&self, query: &Query) -> Query {
        Query { tables: query.tables.iter().map(|name| self.resolve(name)).collect(), ..query.clone() }
    }

    /// The effect with the schemas that the search path gives its tables, views and indexes.
    pub(crate) fn placed<'a>(&self, op: &'a Op) -> Cow<'a, Op> {
        let op = self.of_index(op).map_or(Cow::Borrowed(op), Cow::Owned);
        if !self.path.is_set() {
            return op;
        }
        let mut op = op.into_owned();
        op.relations(&mut |name, new| {
            if new {
                *name = self.for_new(name);
            } else if let Some(found) = self.found(name) {
                *name = found;
            }
        });
        Cow::Owned(op)
    }

    /// What is said of a table and means an index: PostgreSQL takes either word.
    fn of_index(&self, op: &Op) -> Option<Op> {
        let Op::RenameTable { table, to } = op else { return None };
        let name = self.resolve(table);
        let other = self.tables.contains_key(&name) || self.views.contains_key(&name);
        let index = !other && (self.indexes.contains_key(&name) || self.constraint_of_index(&name).is_some());
        index.then(|| Op::Rename { object: ObjectKind::Index, name, to: to.name.clone() })
    }

    /// The same, with its place in the script.
    pub(crate) fn in_place<'a>(&self, located: &'a Located) -> Cow<'a, Located> {
        match self.placed(&located.op) {
            Cow::Borrowed(_) => Cow::Borrowed(located),
            Cow::Owned(op) => Cow::Owned(Located { op, ..located.clone() }),
        }
    }
}
