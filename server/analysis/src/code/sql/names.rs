//! Names of the database, as code and schema are compared by them.

/// A name of the database as code and schema are compared by it. Quotes keep the case of letters, so that two names may
/// differ by it alone; that is rare, and a reader too many is better than none.
pub(crate) fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// `schema.table` in lower case; `public` where no schema is written.
pub(crate) fn table_key(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [table] => format!("public.{table}"),
        [.., schema, table] => format!("{schema}.{table}"),
    }
}
