use super::*;
use crate::sql::ConstraintKind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TYPES: &[&str] =
    &["integer", "bigint", "text", "varchar(20)", "varchar(40)", "numeric(10,2)", "boolean", "jsonb"];

fn name() -> impl Strategy<Value = String> {
    "[a-f]{1,2}"
}

fn map<T: std::fmt::Debug>(value: impl Strategy<Value = T>, most: usize) -> impl Strategy<Value = BTreeMap<String, T>> {
    prop::collection::btree_map(name(), value, 0..most)
}

fn column() -> impl Strategy<Value = Column> {
    (prop::sample::select(TYPES), any::<bool>(), prop::option::of(name()), prop::option::weighted(0.1, name()))
        .prop_map(|(ty, not_null, default, generated)| Column {
            name: String::new(),
            ty: ty.to_owned(),
            not_null,
            default,
            generated,
        })
}

fn constraint() -> impl Strategy<Value = Constraint> {
    use ConstraintKind::{Check, Exclude, Foreign, Primary, Unique};
    (prop::sample::select(vec![Primary, Unique, Foreign, Check, Exclude]), name(), any::<bool>())
        .prop_map(|(kind, definition, valid)| Constraint { kind, definition, valid })
}

fn table() -> impl Strategy<Value = Table> {
    let inner = (
        map(column(), 5),
        map(constraint(), 3),
        map(
            (name(), any::<bool>(), any::<bool>()).prop_map(|(definition, unique, valid)| Index {
                definition,
                unique,
                valid,
            }),
            3,
        ),
        map((name(), any::<bool>()).prop_map(|(definition, enabled)| Trigger { definition, enabled }), 2),
        map((name(), any::<bool>()).prop_map(|(definition, permissive)| Policy { permissive, definition }), 2),
        any::<bool>(),
        prop::collection::btree_set(name(), 0..3),
        prop::option::of(name()),
    );
    inner.prop_map(|(columns, constraints, indexes, triggers, policies, row_security, grants, partition_by)| Table {
        columns: columns.into_iter().map(|(name, column)| Column { name, ..column }).collect(),
        constraints,
        indexes,
        triggers,
        policies,
        row_security,
        grants,
        partition_by,
        partition_of: None,
    })
}

fn schema() -> impl Strategy<Value = Schema> {
    let view = (any::<bool>(), prop::collection::vec((name(), name()), 0..3), name())
        .prop_map(|(materialized, columns, definition)| View { materialized, columns, definition });
    (
        map(table(), 4),
        map(view, 3),
        map((name(), name()).prop_map(|(returns, definition)| Function { returns, definition }), 3),
        map(
            prop::collection::btree_set(name(), 1..4).prop_map(|values| Enum { values: values.into_iter().collect() }),
            3,
        ),
        map(
            (name(), any::<bool>(), prop::collection::btree_set(name(), 0..2))
                .prop_map(|(base, not_null, constraints)| Domain { base, not_null, constraints }),
            3,
        ),
    )
        .prop_map(|(tables, views, functions, enums, domains)| Schema { tables, views, functions, enums, domains })
}

/// Changes one thing, if the schema has what is to be changed; says what must be reported and how grave it must be at
/// least for old code.
fn mutate(schema: &mut Schema, pick: prop::sample::Index, kind: u8) -> Option<(String, Level)> {
    let key = |keys: Vec<&String>| (!keys.is_empty()).then(|| pick.get(&keys).to_string());
    let fresh = "zz".to_owned();
    let table_name = key(schema.tables.keys().collect());
    if kind < 14 {
        let name = table_name?;
        if kind == 0 {
            schema.tables.remove(&name);
            return Some((format!("table {name}"), Level::Breaking));
        }
        let table = schema.tables.get_mut(&name)?;
        let at = (!table.columns.is_empty()).then(|| pick.index(table.columns.len()));
        return Some(match kind {
            1 => {
                let column = table.columns.remove(at?);
                (format!("column {name}.{}", column.name), Level::Breaking)
            }
            2 => {
                table.columns.push(Column { name: fresh, ty: "text".to_owned(), not_null: true, ..Column::default() });
                (format!("column {name}.zz"), Level::Breaking)
            }
            3 => {
                let column = &mut table.columns[at?];
                column.ty = "uuid".to_owned();
                (format!("column {name}.{}", column.name), Level::Breaking)
            }
            4 => {
                let column = &mut table.columns[at?];
                column.not_null = !column.not_null;
                (format!("column {name}.{}", column.name), if column.not_null { Level::Breaking } else { Level::Risky })
            }
            5 => {
                let column = &mut table.columns[at?];
                column.default = Some("other default".to_owned());
                (format!("column {name}.{}", column.name), Level::Compatible)
            }
            6 => {
                let constraint = Constraint { kind: ConstraintKind::Check, definition: String::new(), valid: true };
                table.constraints.insert(fresh, constraint);
                (format!("constraint {name}.zz"), Level::Risky)
            }
            7 => {
                let gone = table.constraints.pop_first()?.0;
                (format!("constraint {name}.{gone}"), Level::Risky)
            }
            8 => {
                table.indexes.insert(fresh, Index { unique: true, ..Index::default() });
                (format!("index {name}.zz"), Level::Risky)
            }
            9 => (format!("index {name}.{}", table.indexes.pop_first()?.0), Level::Risky),
            10 => (format!("trigger {name}.{}", table.triggers.pop_first()?.0), Level::Risky),
            11 => {
                table.row_security = !table.row_security;
                (format!("row-level security of {name}"), Level::Risky)
            }
            12 => (format!("grant {} on {name}", table.grants.pop_first()?), Level::Breaking),
            _ => {
                table.partition_by = Some("another key".to_owned());
                (format!("table {name}"), Level::Risky)
            }
        });
    }
    Some(match kind {
        14 => {
            let name = schema.views.pop_first()?.0;
            (format!("view {name}"), Level::Breaking)
        }
        15 => {
            let (name, function) = schema.functions.iter_mut().next()?;
            function.returns = "another type".to_owned();
            (format!("function {name}"), Level::Breaking)
        }
        16 => {
            let (name, one) = schema.enums.iter_mut().next()?;
            one.values.pop();
            (format!("enum {name}"), Level::Breaking)
        }
        17 => {
            let (name, one) = schema.enums.iter_mut().next()?;
            one.values.push(fresh);
            (format!("enum {name}"), Level::Risky)
        }
        18 => {
            let (name, domain) = schema.domains.iter_mut().next()?;
            domain.constraints.insert(fresh);
            (format!("domain {name}"), Level::Risky)
        }
        _ => {
            schema.tables.insert(fresh, Table::default());
            ("table zz".to_owned(), Level::Compatible)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_does_not_differ_from_itself(schema in schema()) {
        prop_assert_eq!(diff(&schema, &schema), vec![]);
        let text = serde_json::to_string(&schema).unwrap();
        prop_assert_eq!(serde_json::from_str::<Schema>(&text).unwrap(), schema);
    }

    #[test]
    fn one_change_is_one_difference(old in schema(), pick in any::<prop::sample::Index>(), kind in 0u8..20) {
        let mut new = old.clone();
        if let Some((object, level)) = mutate(&mut new, pick, kind) {
            let found = diff(&old, &new);
            prop_assert_eq!(found.len(), 1, "{:?}", found);
            prop_assert_eq!(&found[0].object, &object);
            prop_assert!(found[0].old_code.level >= level, "{:?}", found[0]);
        }
    }

    #[test]
    fn the_way_back_is_the_way_there_reversed(old in schema(), new in schema()) {
        let (there, back) = (diff(&old, &new), diff(&new, &old));
        prop_assert_eq!(there.len(), back.len());
        for (there, back) in there.iter().zip(&back) {
            prop_assert_eq!(&there.object, &back.object);
            prop_assert_eq!(&there.old_code, &back.new_code);
            prop_assert_eq!(&there.new_code, &back.old_code);
            prop_assert_eq!(&there.before, &back.after);
        }
        let objects: BTreeSet<_> = there.iter().map(|one| &one.object).collect();
        prop_assert_eq!(objects.len(), there.len());
    }
}
