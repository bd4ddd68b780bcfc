//! Rows of users' tables, written and read as text by a guest: no cast, default or trigger of theirs runs as more.

use super::admin::quoted;
use super::{Failure, Session};
use std::collections::BTreeMap;

/// A row: its columns' values as text, those of more than one part as JSON; nothing for NULL.
pub type Row = BTreeMap<String, Option<String>>;

/// What can be done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Write {
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
}

impl Write {
    /// As SQL has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

/// What one more row has in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// What the row that it is made from has.
    Same,
    /// The number after the highest.
    Next,
    /// Another UUID.
    Uuid,
    /// Another text of at most so many letters.
    Text(u32),
}

impl Fresh {
    fn sql(self, column: &str, target: &str) -> String {
        match self {
            Self::Same => quoted(column),
            Self::Next => format!("(SELECT pg_catalog.max(m.{}) + 1 FROM {target} m)", quoted(column)),
            Self::Uuid => "pg_catalog.gen_random_uuid()".to_owned(),
            Self::Text(most) => {
                format!("pg_catalog.\"left\"(pg_catalog.md5(pg_catalog.random()::pg_catalog.text), {most})")
            }
        }
    }
}

/// A column and the text of its value; nothing for NULL.
pub type Value = (String, Option<String>);

impl Session {
    /// Inserts a row. Columns that are not named get their default.
    ///
    /// # Errors
    /// The row is refused.
    pub async fn insert(&mut self, schema: &str, table: &str, values: &[Value]) -> Result<(), Failure> {
        let target = format!("{}.{}", quoted(schema), quoted(table));
        if values.is_empty() {
            return self.plain(&format!("INSERT INTO {target} DEFAULT VALUES")).await;
        }
        let columns: Vec<String> = values.iter().map(|(column, _)| quoted(column)).collect();
        let values: Vec<String> =
            values.iter().map(|(_, value)| value.as_deref().map_or_else(|| "NULL".to_owned(), literal)).collect();
        let sql = format!("INSERT INTO {target} ({}) VALUES ({})", columns.join(", "), values.join(", "));
        self.plain(&sql).await
    }

    /// The rows of a table, at most so many; those of its partitions as well, those of its heirs not.
    ///
    /// # Errors
    /// They cannot be read, or the session is dead.
    pub async fn rows(
        &mut self,
        schema: &str,
        table: &str,
        partitioned: bool,
        limit: u32,
    ) -> Result<Vec<Row>, Failure> {
        let only = if partitioned { "" } else { "ONLY " };
        let target = format!("{only}{}.{}", quoted(schema), quoted(table));
        // `t` alone would be a column of that name where there is one. All as text: a number in JSON would lose digits.
        let sql = format!(
            "SELECT (SELECT pg_catalog.json_object(pg_catalog.array_agg(e.key), pg_catalog.array_agg(e.value)) \
             FROM pg_catalog.json_each_text(pg_catalog.row_to_json(t.*)) e)::pg_catalog.text FROM {target} t LIMIT {limit}"
        );
        let texts = self.texts(sql).await?;
        Ok(texts.iter().map(|text| row(text)).collect())
    }

    /// Reads a row of a view, whatever is in it.
    ///
    /// # Errors
    /// It cannot be read, or the session is dead.
    pub async fn read_view(&mut self, schema: &str, view: &str) -> Result<(), Failure> {
        self.plain(&format!("SELECT * FROM {}.{} LIMIT 1", quoted(schema), quoted(view))).await
    }

    /// Writes a row of a table and undoes it; gives how many rows were written. An insert is one more of a row that is
    /// there, of these columns.
    ///
    /// # Errors
    /// It cannot be written, or the session is dead.
    pub async fn try_write(
        &mut self,
        schema: &str,
        table: &str,
        columns: &[(String, Fresh)],
        write: Write,
    ) -> Result<u64, Failure> {
        let target = format!("{}.{}", quoted(schema), quoted(table));
        let all = columns.iter().map(|(column, _)| quoted(column)).collect::<Vec<_>>().join(", ");
        let values = columns.iter().map(|(column, fresh)| fresh.sql(column, &target)).collect::<Vec<_>>().join(", ");
        let sql = match (write, columns.first()) {
            (Write::Insert, None) => format!("INSERT INTO {target} DEFAULT VALUES"),
            (Write::Insert, Some(_)) => format!("INSERT INTO {target} ({all}) SELECT {values} FROM {target} LIMIT 1"),
            (Write::Update, None) => return Ok(1),
            (Write::Update, Some((first, _))) => format!("UPDATE {target} SET {0} = {0}", quoted(first)),
            (Write::Delete, _) => format!("DELETE FROM {target} WHERE ctid IN (SELECT ctid FROM {target} LIMIT 1)"),
        };
        self.begin().await?;
        let done = self.counted(&sql).await;
        if self.is_alive() {
            self.rollback().await?;
        }
        done
    }

    /// How many rows a table has, and of how many a condition is not false; partitions count, heirs do not.
    ///
    /// # Errors
    /// The condition cannot be computed, or the session is dead.
    pub async fn meeting(&mut self, schema: &str, table: &str, condition: &str) -> Result<(u64, u64), Failure> {
        let target = format!("{}.{}", quoted(schema), quoted(table));
        let sql = format!(
            "SELECT pg_catalog.concat(pg_catalog.count(*), ' ', pg_catalog.count(*) FILTER (WHERE ({condition}) IS NOT FALSE)) \
             FROM {target}"
        );
        let texts = self.texts(sql).await?;
        let counted = texts.first().and_then(|text| text.split_once(' '));
        let read = counted.map(|(rows, met)| (rows.parse().unwrap_or(0), met.parse().unwrap_or(0)));
        Ok(read.unwrap_or_default())
    }

    /// Some columns of a table's rows as text, at most so many rows.
    ///
    /// # Errors
    /// As [`Session::rows`].
    pub async fn values(
        &mut self,
        schema: &str,
        table: &str,
        columns: &[String],
        limit: u32,
    ) -> Result<Vec<Vec<Option<String>>>, Failure> {
        let picked: Vec<String> =
            columns.iter().map(|column| format!("t.{}::pg_catalog.text", quoted(column))).collect();
        let target = format!("{}.{}", quoted(schema), quoted(table));
        let sql = format!(
            "SELECT pg_catalog.to_json(ARRAY[{}]::pg_catalog.text[])::pg_catalog.text FROM {target} t LIMIT {limit}",
            picked.join(", ")
        );
        let texts = self.texts(sql).await?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    /// Where a sequence stands: the value it gave last and whether it gave it, or the one it gives next.
    ///
    /// # Errors
    /// As [`Session::rows`].
    pub async fn position(&mut self, schema: &str, sequence: &str) -> Result<Option<(i64, bool)>, Failure> {
        let target = format!("{}.{}", quoted(schema), quoted(sequence));
        let sql = format!(
            "SELECT pg_catalog.json_build_array(s.last_value, s.is_called)::pg_catalog.text FROM {target} s LIMIT 1"
        );
        let texts = self.texts(sql).await?;
        Ok(texts.first().and_then(|text| serde_json::from_str(text).ok()))
    }

    /// The highest whole number in a column.
    ///
    /// # Errors
    /// It holds something else, or as [`Session::rows`].
    pub async fn highest(&mut self, schema: &str, table: &str, column: &str) -> Result<Option<i64>, Failure> {
        let (column, target) = (quoted(column), format!("{}.{}", quoted(schema), quoted(table)));
        let sql = format!("SELECT coalesce(pg_catalog.max(t.{column})::pg_catalog.text, '') FROM {target} t");
        let texts = self.texts(sql).await?;
        Ok(texts.first().and_then(|text| text.parse().ok()))
    }

    async fn texts(&mut self, sql: String) -> Result<Vec<String>, Failure> {
        let limit = self.statement_limit();
        let lost = || Failure::Lost { message: "the session has ended".to_owned() };
        let guest = self.guest.as_mut().ok_or_else(lost)?;
        let read = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).persistent(false).fetch_all(guest);
        match tokio::time::timeout(limit, read).await {
            Ok(read) => Ok(read?),
            Err(_) => {
                drop(self.guest.take());
                Err(Failure::TooLong { seconds: limit.as_secs() })
            }
        }
    }
}

/// A string as SQL has it, whatever `standard_conforming_strings` says.
fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "''");
    if text.contains('\\') { format!("E'{escaped}'") } else { format!("'{}'", text.replace('\'', "''")) }
}

fn row(text: &str) -> Row {
    serde_json::from_str(text).unwrap_or_default()
}
