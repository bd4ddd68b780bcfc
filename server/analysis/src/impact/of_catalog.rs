//! What hangs together in a catalog that was read from migrations.

use super::relations::{Constraint, ForeignKey, Function, Index, Reads, Relations, Trigger, View};
use crate::code::{Columns, fold, table_name};
use crate::sql::{Name, Query};
use crate::state::{Catalog, Held, Table};
use std::collections::BTreeSet;

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
            let called = routine.as_ref().and_then(|routine| Some((routine, catalog.routines.get(routine)?)));
            let touches = called.map(|(_, routine)| read_by(catalog, &routine.query)).unwrap_or_default();
            // `new.name` is a column of the table that the trigger stands on.
            if let Some((routine, held)) = called {
                let columns = catalog.row_columns(table, &held.query);
                let routine = full(routine);
                if let Some(function) = all.functions.iter_mut().find(|one| one.name == routine && !columns.is_empty())
                {
                    function.reads.push(reads(table, columns));
                }
            }
            all.triggers.push(Trigger { name: name.clone(), table: full(table), touches });
        }
        all
    }
}

impl Columns {
    /// The columns of every table and view that a history of migrations leaves behind.
    pub fn of_catalog(catalog: &Catalog) -> Self {
        let mut all = Self::default();
        for (name, table) in &catalog.tables {
            all.put(&full(name), table.columns.iter().map(|(column, _)| column.name.clone()));
        }
        for (name, view) in &catalog.views {
            match &view.columns {
                Some(columns) => all.put(&full(name), columns.iter().cloned()),
                None => all.put_unknown(&full(name)),
            }
        }
        all
    }

    /// The scripts tell every column of `schema.table`, and this is none of them.
    pub fn lack(catalog: &Catalog, table: &str, column: &str) -> bool {
        let parts: Vec<String> = table.split('.').map(str::to_owned).collect();
        Name::parts(&parts).is_some_and(|name| catalog.lacks_column(&name, column))
    }

    /// Columns of `schema.table`, and tables as a whole, that the scripts have dropped or renamed.
    pub fn lost(catalog: &Catalog) -> BTreeSet<(String, Option<String>)> {
        catalog.lost.iter().map(|(table, column)| (full(table), column.as_deref().map(fold))).collect()
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
    fn a_trigger_s_function_reads_the_row_that_it_is_called_for() {
        let sql = "CREATE TABLE users (id int PRIMARY KEY, name text, age int);
                   CREATE TABLE other (id int PRIMARY KEY, name text);
                   CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.name := lower(new.name); RETURN new; END $$;
                   CREATE FUNCTION g(name text) RETURNS text LANGUAGE sql AS $$ SELECT lower(name) $$;
                   CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();";
        let files: Files = [("m/001_x.sql", sql.as_bytes().to_vec())].into_iter().collect();
        let catalog = catalog(&files, &Options { folder: "m".to_owned(), ..Options::default() });
        let said = |table: &str, column: &str| {
            let table = catalog.tables.keys().find(|name| name.name == table).unwrap();
            catalog.reach_words(table, Some(column))
        };
        assert_eq!(said("users", "name").as_deref(), Some("function f"));
        assert_eq!(said("users", "age"), None);
        assert_eq!(said("other", "name"), None);
        let relations = Relations::of(&catalog);
        let reading: Vec<_> = relations.functions.iter().filter(|one| !one.reads.is_empty()).collect();
        assert_eq!(reading.len(), 1);
        assert_eq!(
            (reading[0].name.as_str(), &reading[0].reads[0]),
            ("public.f", &Reads { table: "public.users".to_owned(), columns: vec!["name".to_owned()] })
        );
    }

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
