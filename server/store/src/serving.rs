//! Which servers run on a database: their connections carry a name, so nothing has to be kept up to date.

use crate::StoreResult;
use sqlx::PgConnection;

const PLAIN: &str = "change-mgmt serve";
const SAMPLE: &str = "change-mgmt serve --sample";

/// Name of a server's connections.
pub fn name(sample: bool) -> &'static str {
    if sample { SAMPLE } else { PLAIN }
}

/// Whether a server that runs on this database lets sample people in; `None` where none runs.
///
/// # Errors
/// Those of the database.
pub async fn lets_samples_in(conn: &mut PgConnection) -> StoreResult<Option<bool>> {
    Ok(sqlx::query_scalar!(
        "SELECT bool_or(application_name = $1) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name IN ($1, $2)",
        SAMPLE,
        PLAIN
    )
    .fetch_one(conn)
    .await?)
}
