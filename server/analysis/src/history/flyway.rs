//! Flyway's names, and which statements it runs outside of a transaction by itself.

use super::{Migration, Transaction, order};
use crate::sql::{self, Depth, Dialect, Limits, ObjectKind, Op, Statement};

/// How Flyway runs a script for PostgreSQL: outside of a transaction where all of its statements ask for that, as it
/// knows them. Among others it refuses them, whatever the script's settings say, unless `mixed` is set for all.
pub(super) fn transaction(text: &str, asked: Transaction) -> Transaction {
    let lower = text.to_ascii_lowercase();
    let words = ["concurrently", "vacuum", "reindex", "database", "tablespace", "subscription", "system", "discard"];
    if !words.iter().any(|word| lower.contains(word)) {
        return asked;
    }
    let read = sql::read(text, 0, text.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
    let alone = read.statements.iter().filter(|statement| runs_alone(text, statement)).count();
    match alone {
        0 => asked,
        _ if alone == read.statements.len() => Transaction::Never,
        _ => Transaction::Always,
    }
}

fn runs_alone(text: &str, statement: &Statement) -> bool {
    let of_cluster =
        |kind: &ObjectKind| matches!(kind, ObjectKind::Database | ObjectKind::Tablespace | ObjectKind::Subscription);
    statement.ops.first().is_some_and(|located| match &located.op {
        Op::CreateIndex(index) => index.concurrently,
        Op::DropIndex { concurrently, .. } => *concurrently,
        Op::Create { object, .. } | Op::Drop { object, .. } => of_cluster(object),
        // It does not know `REINDEX INDEX CONCURRENTLY`.
        Op::Reindex { what, .. } => matches!(what.as_str(), "schema" | "database" | "system"),
        Op::Vacuum { .. } | Op::AlterSystem { .. } => true,
        Op::Set { name, .. } if name == "all" => {
            text.get(statement.start..).is_some_and(|sql| sql.to_ascii_lowercase().starts_with("discard"))
        }
        _ => false,
    })
}

/// `afterMigrate__refresh_views`: run at every deployment, and so as often as a repeatable migration.
pub(super) fn callback(stem: &str) -> Option<(char, &str, &str)> {
    let (event, _) = stem.split_once("__").unwrap_or((stem, ""));
    let rest = event.strip_prefix("before").or_else(|| event.strip_prefix("after"));
    (event == "createSchema" || rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
        .then_some(('R', "", stem))
}

/// Kind, version and name of a Flyway file.
pub(super) fn parts(stem: &str) -> Option<(char, &str, &str)> {
    let kind = stem.chars().next().filter(|kind| matches!(kind, 'V' | 'U' | 'R' | 'B'))?;
    let (version, name) = stem[1..].split_once("__")?;
    let numbered = version.starts_with(|c: char| c.is_ascii_digit());
    ((kind == 'R') == version.is_empty() && (numbered || kind == 'R')).then_some((kind, version, name))
}

/// The baseline that the history begins with. A baseline runs in new environments alone, in place of the versions up to
/// its own: where those are there as well, it does nothing that they do not do.
pub(super) fn beginning(baselines: Vec<Migration>, versions: &[Migration]) -> Option<Migration> {
    let first = versions.iter().filter(|one| !one.repeatable).map(|one| order(&one.version)).min();
    let before = baselines.into_iter().filter(|one| first.as_ref().is_none_or(|first| order(&one.version) < *first));
    before.max_by_key(|one| order(&one.version))
}
