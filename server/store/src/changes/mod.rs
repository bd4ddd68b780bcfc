//! Change requests, their workflow and what they touch.

mod board;
mod branch;
mod cursor;
mod dashboard;
mod derived;
mod idempotency;
mod links;
mod list;
mod load;
mod reached;
mod save;
mod summary;

pub use board::board;
pub use branch::on_branch;
pub(crate) use cursor::Cursor;
pub use dashboard::{Candidates, Ended, Live, candidates, ended, last_end, live, live_at};
pub use idempotency::{Key, find_key, insert_key, lock_key};
pub use links::{Links, collisions, cyclic, dependency_status, links, links_of_new, lock_dependencies};
pub use list::list;
pub use load::{load, load_many, lock};
pub use reached::put_reached;
pub use save::{insert, next_number, save};

use crate::{StoreError, StoreResult};
use sqlx::PgConnection;
use std::str::FromStr;

/// A word of a closed vocabulary as the database keeps it.
pub(crate) fn word<T: FromStr>(text: &str) -> StoreResult<T> {
    text.parse().map_err(|_| StoreError::Internal(format!("the database holds the unknown word `{text}`")))
}

/// Keys of the projects to look at: those given that exist, or all.
///
/// # Errors
/// Those of the database.
pub async fn project_keys(conn: &mut PgConnection, visible: Option<&[String]>) -> StoreResult<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "SELECT key FROM projects WHERE $1::text[] IS NULL OR key = ANY ($1) ORDER BY key",
        visible as Option<&[String]>
    )
    .fetch_all(conn)
    .await?)
}

/// True where the user can be given changes of the project: signed in as a member of it, or an administrator.
///
/// # Errors
/// Those of the database.
pub async fn assignable(conn: &mut PgConnection, project: &str, user: &str) -> StoreResult<bool> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (
             SELECT FROM users u WHERE u.name = $2 AND NOT u.disabled
               AND (u.admin OR EXISTS (SELECT FROM members m WHERE m.project_key = $1 AND m.user_name = u.name))
           ) AS "yes!""#,
        project,
        user,
    )
    .fetch_one(conn)
    .await?)
}
