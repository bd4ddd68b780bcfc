//! How large the tables of somebody's database are, as its planner last estimated: one reading, nothing is written.

use crate::{StoreError, StoreResult};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// The longest that connecting and reading may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Rows and bytes by `schema.table`: `{"tables": {"public.users": {"rows": 1200, "bytes": 98304, "indexBytes": 32768}}}`. Tables that were
/// never analysed are left out: nothing is known of them.
///
/// # Errors
/// The URL cannot be read; the database does not answer or refuses.
pub async fn read(url: &str) -> StoreResult<Value> {
    let late = |_| StoreError::Unavailable("it does not answer within 20 s".to_owned());
    tokio::time::timeout(PATIENCE, tables(url)).await.map_err(late)?
}

async fn tables(url: &str) -> StoreResult<Value> {
    let mut connection = PgConnection::connect(url).await?;
    // Whatever role it is: this session writes nothing, and waits for nobody.
    sqlx::raw_sql("SET default_transaction_read_only = on; SET lock_timeout = '2s'; SET statement_timeout = '15s'")
        .execute(&mut connection)
        .await?;
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "SELECT n.nspname || '.' || c.relname, c.reltuples::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'm') AND c.reltuples >= 0
           AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'",
    )
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    let tables = rows
        .into_iter()
        .map(|(name, rows, bytes, indexes)| (name, json!({ "rows": rows, "bytes": bytes, "indexBytes": indexes })));
    Ok(json!({ "tables": tables.collect::<serde_json::Map<_, _>>() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[tokio::test]
    async fn sizes_are_read_and_nothing_is_written() {
        let cluster = testing::shared().await.unwrap();
        let options = cluster.fresh_database(&crate::MIGRATOR).await.unwrap();
        let name = options.get_database().unwrap().to_owned();
        let url = cluster.cluster().database_url().replace("/change_mgmt?", &format!("/{name}?"));
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::raw_sql(
            "INSERT INTO users (name, display_name) SELECT 'u' || i, 'U' FROM generate_series(1, 500) i; ANALYZE users",
        )
        .execute(&pool)
        .await
        .unwrap();
        let found = read(&url).await.unwrap();
        assert_eq!(found["tables"]["public.users"]["rows"], 500);
        assert!(found["tables"]["public.users"]["bytes"].as_i64().unwrap() > 8192);
        assert!(found["tables"].get("public.documents").is_none(), "never analysed: nothing is known");
        assert!(read("postgres://nobody@127.0.0.1:1/none").await.is_err());
    }
}
