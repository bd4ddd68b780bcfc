//! Whether the views can be read: PostgreSQL takes some that it refuses to read afterwards.

use super::model::Reason;
use std::collections::BTreeMap;
use store::scratch::catalog::Catalog;
use store::scratch::{Database, Failure, ScratchError};

/// More views than these are not read.
const MOST: usize = 500;

/// Views that cannot be read, by `schema.name`, and why.
pub(super) type Unreadable = BTreeMap<String, Failure>;

/// Reads a row of each view, as the one who runs the change.
pub(super) async fn unreadable(database: &Database, catalog: &Catalog) -> Result<Unreadable, ScratchError> {
    let mut found = Unreadable::new();
    let views = catalog.relations.iter().filter(|relation| matches!(relation.kind.as_str(), "v" | "m"));
    let mut session = database.session().await?;
    for view in views.take(MOST) {
        if !session.is_alive() {
            session = database.session().await?;
        }
        if let Err(failure) = session.read_view(&view.schema, &view.name).await {
            found.insert(view.full_name(), failure);
        }
    }
    Ok(found)
}

/// The code of a materialised view that holds no rows yet.
const UNFILLED: &str = "55000";

/// Those that could be read before, or are new. A new materialised view that nobody has filled yet is no fault.
pub(super) fn reasons(stood: &Catalog, before: &Unreadable, after: &Unreadable) -> Vec<Reason> {
    let known = |view: &String| stood.relations.iter().any(|relation| relation.full_name() == *view);
    let broken = after
        .iter()
        .filter(|(view, failure)| !before.contains_key(*view) && (failure.code() != Some(UNFILLED) || known(view)));
    broken.map(|(view, failure)| Reason::ViewFails { view: view.clone(), failure: failure.clone() }).collect()
}
