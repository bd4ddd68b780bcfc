//! Odd rows for a table: whole ones, and where something of them is refused, one odd value at a time.

use super::odd;
use super::seed::{PATIENCE, ROWS, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;
use store::scratch::{Session, Value};

/// How often a row is mended that is refused.
const TRIES: usize = 6;

impl Table<'_> {
    /// Adds the odd rows that the table takes; that it refuses some is no fault.
    pub(super) async fn fill_oddly(&mut self, session: &mut Session) {
        let start = Instant::now();
        let rows = self.rows;
        let keys = self.constraints.iter().filter(|one| one.kind == "f").flat_map(|one| one.columns.clone());
        let keys: BTreeSet<String> = keys.collect();
        let mut number = ROWS + 20;
        for (nth, kind) in rows.kinds.iter().enumerate() {
            let columns = self.columns.iter().map(|filled| filled.column.name.clone());
            let columns: BTreeSet<String> = columns.filter(|name| !keys.contains(name)).collect();
            let label = match kind.label() {
                odd::WORD => format!("{} {nth}", odd::WORD),
                label => label.to_owned(),
            };
            let refused = self.put_oddly(session, kind, &columns, number, &label).await;
            number += 1;
            for column in refused.into_iter().filter(|_| *kind != odd::Kind::Twice) {
                if !session.is_alive() || start.elapsed() > PATIENCE {
                    return;
                }
                let alone = BTreeSet::from([column.clone()]);
                self.put_oddly(session, kind, &alone, number, &format!("{label} {column}")).await;
                number += 1;
            }
            if !session.is_alive() || start.elapsed() > PATIENCE {
                return;
            }
        }
    }

    /// Puts in a row with odd values in these columns. What is refused gives way: to a plain value, and where that is
    /// refused, to the one of the first row. Gives the columns that hold no odd value, although there is one.
    async fn put_oddly(
        &mut self,
        session: &mut Session,
        kind: &odd::Kind,
        columns: &BTreeSet<String>,
        number: usize,
        label: &str,
    ) -> Vec<String> {
        let Ok(parents) = self.parents(session).await else { return Vec::new() };
        let Ok(plain) = self.values(number, false, &parents) else { return Vec::new() };
        let first: BTreeMap<String, Option<String>> = self.first.clone().unwrap_or_default().into_iter().collect();
        let odd: BTreeMap<String, Option<String>> = match kind {
            odd::Kind::Twice => first.clone(),
            kind => {
                let filled = self.columns.iter();
                let value = |column| odd::value(self.catalog, column, kind);
                filled.filter_map(|one| Some((one.column.name.clone(), Some(value(one.column)?)))).collect()
            }
        };
        let odd: BTreeMap<_, _> = odd.into_iter().filter(|(name, _)| columns.contains(name)).collect();
        if plain.iter().all(|(name, value)| odd.get(name).is_none_or(|odd| odd == value)) {
            return Vec::new();
        }
        let (mut without, mut as_first) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..TRIES {
            let value = |(name, plain): &Value| -> Value {
                let odd = odd.get(name).filter(|_| !without.contains(name));
                let first = first.get(name).filter(|_| as_first.contains(name));
                (name.clone(), odd.or(first).unwrap_or(plain).clone())
            };
            let values: Vec<Value> = plain.iter().map(value).collect();
            if odd.keys().all(|name| without.contains(name)) {
                break;
            }
            let Err(failure) = self.put(session, label, &values).await else {
                return without.into_iter().collect();
            };
            let before = without.len() + as_first.len();
            for column in self.blamed(&failure) {
                if odd.contains_key(&column) && without.insert(column.clone()) {
                    continue;
                }
                as_first.insert(column);
            }
            if without.len() + as_first.len() == before {
                break;
            }
        }
        odd.into_keys().collect()
    }
}
