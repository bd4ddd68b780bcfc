//! Made-up migrations, the same at every run: what a product's history looks like after some years.

use std::fmt::Write as _;
use std::path::Path;

/// Statements of the `n`-th migration and those that undo it. Ten migrations make and alter two tables.
pub fn migration(n: usize) -> (String, String) {
    let (table, other) = (format!("entity_{}", n / 10), format!("entity_{}", (n / 10).saturating_sub(1)));
    let (up, down) = match n % 10 {
        0 => (
            format!(
                "CREATE TABLE {table} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    owner_id bigint{},\n    name text NOT NULL CHECK (length(name) < 400),\n    state text NOT NULL DEFAULT 'open',\n    amount numeric(12, 2),\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE INDEX {table}_owner ON {table} (owner_id);",
                if n == 0 { String::new() } else { format!(" REFERENCES {other} (id)") }
            ),
            format!("DROP TABLE {table};"),
        ),
        1 => (
            format!("ALTER TABLE {table} ADD COLUMN note text,\n    ADD COLUMN weight integer NOT NULL DEFAULT 0;"),
            format!("ALTER TABLE {table} DROP COLUMN weight, DROP COLUMN note;"),
        ),
        2 => (
            format!("CREATE INDEX {table}_by_state ON {table} (state, created_at DESC) WHERE state <> 'closed';"),
            format!("DROP INDEX {table}_by_state;"),
        ),
        3 => (
            format!(
                "ALTER TABLE {table} ADD CONSTRAINT {table}_amount CHECK (amount >= 0) NOT VALID;\nALTER TABLE {table} VALIDATE CONSTRAINT {table}_amount;"
            ),
            format!("ALTER TABLE {table} DROP CONSTRAINT {table}_amount;"),
        ),
        4 => (
            format!(
                "CREATE TABLE {table}_part (\n    {table}_id bigint NOT NULL REFERENCES {table} (id) ON DELETE CASCADE,\n    position int NOT NULL,\n    label varchar(80),\n    PRIMARY KEY ({table}_id, position)\n);"
            ),
            format!("DROP TABLE {table}_part;"),
        ),
        5 => (
            format!(
                "CREATE VIEW {table}_open AS\n    SELECT e.id, e.name, e.amount, count(p.position) AS parts\n    FROM {table} e LEFT JOIN {table}_part p ON p.{table}_id = e.id\n    WHERE e.state = 'open' GROUP BY e.id;"
            ),
            format!("DROP VIEW {table}_open;"),
        ),
        6 => (
            format!(
                "CREATE FUNCTION {table}_touch() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    NEW.updated_at := now();\n    RETURN NEW;\nEND\n$$;\nCREATE TRIGGER {table}_touch BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_touch();"
            ),
            format!("DROP TRIGGER {table}_touch ON {table};\nDROP FUNCTION {table}_touch();"),
        ),
        7 => (
            format!("ALTER TABLE {table} ALTER COLUMN weight TYPE bigint;"),
            format!("ALTER TABLE {table} ALTER COLUMN weight TYPE integer;"),
        ),
        8 => (
            format!(
                "UPDATE {table} SET note = '' WHERE note IS NULL;\nALTER TABLE {table} ALTER COLUMN note SET NOT NULL;"
            ),
            format!("ALTER TABLE {table} ALTER COLUMN note DROP NOT NULL;"),
        ),
        _ => (
            format!(
                "ALTER TABLE {table} RENAME COLUMN state TO status;\nCREATE UNIQUE INDEX {table}_name ON {table} (name);"
            ),
            format!("DROP INDEX {table}_name;\nALTER TABLE {table} RENAME COLUMN status TO state;"),
        ),
    };
    (format!("-- Migration {n}.\n{up}\n"), format!("{down}\n"))
}

/// Puts the migrations of that range into `folder/migrations`, in sqlx's manner; gives the paths of the up scripts.
pub fn migrations(folder: &Path, range: std::ops::Range<usize>) -> Vec<String> {
    range
        .map(|n| {
            let (up, down) = migration(n);
            let name = format!("{:014}_step_{n}", 20_200_101_000_000_usize + n);
            write(folder, &format!("{name}.down.sql"), &down);
            write(folder, &format!("{name}.up.sql"), &up)
        })
        .collect()
}

/// The same without a way back, as numbered files.
pub fn one_way(folder: &Path, range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| write(folder, &format!("{n:04}_step.sql"), &migration(n).0)).collect()
}

fn write(folder: &Path, name: &str, sql: &str) -> String {
    let at = folder.join("migrations");
    std::fs::create_dir_all(&at).unwrap();
    let path = at.join(name);
    std::fs::write(&path, sql).unwrap();
    path.to_string_lossy().into_owned()
}

/// Source files that read those tables, two functions each.
pub fn sources(folder: &Path, count: usize) {
    let at = folder.join("src/store");
    std::fs::create_dir_all(&at).unwrap();
    for n in 0..count {
        let table = format!("entity_{}", n % 50);
        let mut text = String::new();
        writeln!(
            text,
            "pub async fn one_{n}(db: &Db, id: i64) -> Row {{\n    sqlx::query_as!(Row, \"SELECT id, name, amount FROM {table} WHERE id = $1\", id).fetch_one(db).await\n}}\n\npub async fn rename_{n}(db: &Db, id: i64, name: &str) {{\n    sqlx::query!(\"UPDATE {table} SET name = $2 WHERE id = $1\", id, name).execute(db).await;\n}}"
        )
        .unwrap();
        std::fs::write(at.join(format!("part_{n}.rs")), text).unwrap();
    }
}
