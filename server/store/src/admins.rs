//! Who keeps an installation manageable: its administrators, and the first of them.

use crate::StoreResult;
use sqlx::PgConnection;

/// Locks and counts the administrators besides this one who can sign in, sample people left out.
///
/// # Errors
/// Those of the database.
pub async fn lock_other_admins(conn: &mut PgConnection, name: &str) -> StoreResult<usize> {
    // All of them are locked, this one too, so that of two who step down at once the second sees the first.
    let names = sqlx::query_scalar!(
        "SELECT name FROM users WHERE admin AND NOT disabled AND NOT sample AND password_hash IS NOT NULL ORDER BY name FOR NO KEY UPDATE"
    )
    .fetch_all(conn)
    .await?;
    Ok(names.iter().filter(|n| *n != name).count())
}

/// Keeps others from adding or altering users until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn lock_all(conn: &mut PgConnection) -> StoreResult<()> {
    sqlx::query!("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    Ok(())
}

/// At most two users who are not sample people, with whether they ever set a password.
///
/// # Errors
/// Those of the database.
pub async fn first_real(conn: &mut PgConnection) -> StoreResult<Vec<(String, bool)>> {
    let rows = sqlx::query!(r#"SELECT name, password_hash IS NOT NULL AS "redeemed!" FROM users WHERE NOT sample ORDER BY created_at, name LIMIT 2"#)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|r| (r.name, r.redeemed)).collect())
}
