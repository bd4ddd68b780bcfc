//! What hangs together in a catalog that was read from migrations.

use super::relations::{Constraint, ForeignKey, Function, Index, Reads, Relations, Trigger, View};
use crate::code::{Columns, table_name};
use crate::sql::{Name, Query};
use crate::state::{Catalog, Held, Table};

impl Relations {
    /// The relations that a history of migrations leaves behind.
    pub fn of(catalog: &Catalog) -> Self {
        let mut all = Self::default();
        for (name, table) in &catalog.tables {
            for held in &table.constraints {
                constraint(&mut all, name, held);
            }
            inline_keys(&mut all, name, table);
        }
        for (name, index) in &catalog.indexes {
            all.indexes.push(Index { name: full(name), on: reads(&index.table, index.columns.clone()) });
        }
        for (name, view) in &catalog.views {
            all.views.push(View { name: full(name), reads: read_by(catalog, &view.query) });
        }
        for (name, routine) in &catalog.routines {
            all.functions.push(Function { name: full(name), reads: read_by(catalog, &routine.query) });
        }
        for ((table, name), (routine, _)) in &catalog.triggers {
            let query = routine.as_ref().and_then(|routine| catalog.routines.get(routine)).map(|r| &r.query);
            let touches = query.map(|query| read_by(catalog, query)).unwrap_or_default();
            all.triggers.push(Trigger { name: name.clone(), table: full(table), touches });
        }
        all
    }
}

impl Columns {
    /// The columns of every table that a history of migrations leaves behind.
    pub fn of_catalog(catalog: &Catalog) -> Self {
        let mut all = Self::default();
        for (name, table) in &catalog.tables {
            all.put(&full(name), table.columns.iter().map(|(column, _)| column.name.clone()));
        }
        all
    }
}

fn full(name: &Name) -> String {
    table_name(&name.to_string())
}

fn reads(table: &Name, columns: Vec<String>) -> Reads {
    Reads { table: full(table), columns }
}

fn constraint(all: &mut Relations, table: &Name, held: &Held) {
    let on = reads(table, held.constraint.columns.clone());
    match &held.constraint.references {
        Some(target) => all.foreign_keys.push(ForeignKey {
            name: held.name.clone(),
            from: on,
            to: reads(&target.table, target.columns.clone()),
        }),
        None => all.constraints.push(Constraint { name: held.name.clone(), on }),
    }
}

/// Foreign keys written beside their column. Where the catalog holds them as constraints, they are there already.
fn inline_keys(all: &mut Relations, name: &Name, table: &Table) {
    for (column, _) in &table.columns {
        let Some(target) = &column.references else { continue };
        let key = ForeignKey {
            name: format!("{}_{}_fkey", name.name, column.name),
            from: reads(name, vec![column.name.clone()]),
            to: reads(&target.table, target.columns.clone()),
        };
        if !all.foreign_keys.iter().any(|known| known.from == key.from && known.to.table == key.to.table) {
            all.foreign_keys.push(key);
        }
    }
}

fn read_by(catalog: &Catalog, query: &Query) -> Vec<Reads> {
    let columns = |table: &Name| {
        let known = catalog.table(table)?;
        let used = known.columns.iter().map(|(column, _)| &column.name).filter(|column| query.mentions(column));
        (!query.star).then(|| used.cloned().collect::<Vec<_>>())
    };
    query.tables.iter().map(|table| reads(table, columns(table).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Files, Options, catalog};

    #[test]
    fn keys_views_and_triggers_are_found() {
        let sql = "CREATE TABLE a (id int PRIMARY KEY, note text);
                   CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id));
                   CREATE INDEX b_a ON b (a_id);
                   CREATE VIEW v AS SELECT note FROM a;
                   CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(note) FROM a $$;";
        let files: Files = [("m/001_x.sql", sql.as_bytes().to_vec())].into_iter().collect();
        let relations = Relations::of(&catalog(&files, &Options { folder: "m".to_owned(), ..Options::default() }));
        assert_eq!(relations.foreign_keys.len(), 1);
        assert_eq!(relations.foreign_keys[0].to.table, "public.a");
        assert_eq!(
            relations.views[0].reads,
            [Reads { table: "public.a".to_owned(), columns: vec!["note".to_owned()] }]
        );
        assert_eq!(relations.functions[0].name, "public.f");
        assert_eq!(relations.functions[0].reads, relations.views[0].reads);
        assert!(relations.indexes.iter().any(|index| index.on.columns == ["a_id"]));
    }
}
