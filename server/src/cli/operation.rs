//! The short way to write an operation on a command line, e.g. `add-column users.locale text not null default 'en'`.

mod shape;

use domain::change::Operation;
use shape::Shape;

/// All short forms, for `--help`.
pub const SYNTAX: &str = "\
Operations (--operation), one a kind; JSON as in the REST API is taken as well:
  add-table TABLE                    rename-table TABLE to NAME
  drop-table TABLE                   drop-column TABLE.COLUMN
  add-column TABLE.COLUMN TYPE [null|not null] [default VALUE]
  modify-column TABLE.COLUMN [type TYPE] [null|not null] [default VALUE]
  rename-column TABLE.COLUMN to NAME
  add-index [unique] NAME on TABLE (COLUMN, …)
  drop-index NAME on TABLE           drop-constraint NAME on TABLE
  add-constraint NAME on TABLE DEFINITION
  add-foreign-key TABLE.COLUMN references TABLE[(COLUMN)]
  migrate-data TABLE SENTENCE        add-repository-method COMPONENT NAME
  add-endpoint METHOD PATH           modify-endpoint METHOD PATH [breaking]
  remove-endpoint METHOD PATH";

/// Reads one `--operation`: a short form, a JSON object, or a JSON array of objects.
///
/// # Errors
/// What is wrong, with the form that is expected.
pub fn parse(text: &str) -> Result<Vec<Operation>, String> {
    let text = text.trim();
    if text.starts_with('[') {
        return serde_json::from_str(text).map_err(|e| format!("the JSON is not a list of operations: {e}"));
    }
    if text.starts_with('{') {
        return serde_json::from_str(text).map(|o| vec![o]).map_err(|e| format!("the JSON is not an operation: {e}"));
    }
    let (kind, rest) = word(text);
    if !Operation::KINDS.contains(&kind) {
        return Err(format!("`{kind}` is no kind of operation; use one of: {}", Operation::KINDS.join(", ")));
    }
    short(kind, rest).map(|o| vec![o]).ok_or_else(|| format!("write it as `{}`", form(kind)))
}

fn short(kind: &str, rest: &str) -> Option<Operation> {
    let (first, tail) = word(rest);
    let owned = str::to_owned;
    if first.is_empty() {
        return None;
    }
    let nothing_more = || tail.is_empty().then_some(());
    let on_table = || keyword(tail, "on").map(word).filter(|(table, _)| !table.is_empty());
    Some(match kind {
        "add-table" => nothing_more().map(|()| Operation::AddTable { table: owned(first) })?,
        "drop-table" => nothing_more().map(|()| Operation::DropTable { table: owned(first) })?,
        "rename-table" => Operation::RenameTable { table: owned(first), new_name: one(keyword(tail, "to")?)? },
        "add-column" => {
            let (table, name) = column(first)?;
            let shape = Shape::read(tail)?;
            let data_type = shape.data_type?;
            Operation::AddColumn {
                table,
                name,
                data_type,
                nullable: shape.nullable.unwrap_or(true),
                default: shape.default,
            }
        }
        "modify-column" => {
            let (table, name) = column(first)?;
            let Shape { data_type, nullable, default } = Shape::read(keyword(tail, "type").unwrap_or(tail))?;
            Operation::ModifyColumn { table, name, data_type, nullable, default }
        }
        "rename-column" => {
            let (table, name) = column(first)?;
            Operation::RenameColumn { table, name, new_name: one(keyword(tail, "to")?)? }
        }
        "drop-column" => {
            let (table, name) = column(first).filter(|_| tail.is_empty())?;
            Operation::DropColumn { table, name }
        }
        "add-index" => index(rest)?,
        "drop-index" => {
            let (table, _) = on_table().filter(|(_, more)| more.is_empty())?;
            Operation::DropIndex { table: owned(table), name: owned(first) }
        }
        "add-constraint" => {
            let (table, definition) = on_table().filter(|(_, definition)| !definition.is_empty())?;
            Operation::AddConstraint { table: owned(table), name: owned(first), definition: owned(definition) }
        }
        "drop-constraint" => {
            let (table, _) = on_table().filter(|(_, more)| more.is_empty())?;
            Operation::DropConstraint { table: owned(table), name: owned(first) }
        }
        "add-foreign-key" => {
            let (table, column) = column(first)?;
            let references = keyword(tail, "references").or_else(|| keyword(tail, "to"))?;
            Operation::AddForeignKey { table, column, references: references.split_whitespace().collect() }
        }
        "migrate-data" => {
            Operation::MigrateData { table: owned(first), summary: owned(Some(tail).filter(|t| !t.is_empty())?) }
        }
        "add-endpoint" => Operation::AddEndpoint { endpoint: format!("{first} {}", one(tail)?) },
        "remove-endpoint" => Operation::RemoveEndpoint { endpoint: format!("{first} {}", one(tail)?) },
        "modify-endpoint" => {
            let (path, more) = word(tail);
            let breaking = more.eq_ignore_ascii_case("breaking");
            if path.is_empty() || !(more.is_empty() || breaking) {
                return None;
            }
            Operation::ModifyEndpoint { endpoint: format!("{first} {path}"), breaking }
        }
        "add-repository-method" => Operation::AddRepositoryMethod { component: owned(first), name: one(tail)? },
        _ => return None,
    })
}

fn index(rest: &str) -> Option<Operation> {
    let unique = keyword(rest, "unique");
    let (name, tail) = word(unique.unwrap_or(rest));
    let (table, columns) = keyword(tail, "on")?.split_once('(')?;
    let columns: Vec<String> = columns.strip_suffix(')')?.split(',').map(|c| c.trim().to_owned()).collect();
    let table = table.trim().to_owned();
    (!name.is_empty() && !table.is_empty() && columns.iter().all(|c| !c.is_empty())).then(|| Operation::AddIndex {
        table,
        name: name.to_owned(),
        columns,
        unique: unique.is_some(),
    })
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(first, rest)| (first, rest.trim()))
}

/// The text after a keyword, whatever its case.
fn keyword<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    let (first, rest) = word(text);
    first.eq_ignore_ascii_case(keyword).then_some(rest)
}

fn one(text: &str) -> Option<String> {
    let (first, rest) = word(text);
    (!first.is_empty() && rest.is_empty()).then(|| first.to_owned())
}

/// `schema.table.column` or `table.column`.
fn column(text: &str) -> Option<(String, String)> {
    let (table, column) = text.rsplit_once('.')?;
    (!table.is_empty() && !column.is_empty()).then(|| (table.to_owned(), column.to_owned()))
}

fn form(kind: &str) -> String {
    let forms = SYNTAX.lines().skip(1).flat_map(|l| l.trim().split("  ")).map(str::trim);
    forms.into_iter().find(|f| word(f).0 == kind).unwrap_or(kind).to_owned()
}

#[cfg(test)]
mod tests;
