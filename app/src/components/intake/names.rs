//! From a problem's pointer to the field that it is about.

use super::draft::Member;
use domain::intake::ChangeForm;

/// Name of the field; `ids` are the ids of the rows. `None` for the form as a whole.
pub fn field_of(pointer: &str, form: &ChangeForm, ids: &[usize]) -> Option<String> {
    let mut parts = pointer.split('/').skip(1);
    let name = match (parts.next()?, parts.next()) {
        ("type", _) => "kind",
        (top @ ("project" | "title" | "description" | "priority"), _) => top,
        ("metadata", Some("operations")) => return operation_field(parts.next(), parts.next(), form, ids),
        ("metadata", Some("affectedComponents")) => "affectedComponents][",
        ("metadata", Some(member)) => member,
        _ => return None,
    };
    Some(format!("form[{name}]"))
}

fn operation_field(index: Option<&str>, member: Option<&str>, form: &ChangeForm, ids: &[usize]) -> Option<String> {
    // Empty rows are no operations, so the n-th operation is the n-th row that is filled.
    let filled = || form.operations.iter().zip(ids).filter(|(row, _)| !row.kind.is_empty());
    let chosen = index.and_then(|i| i.parse::<usize>().ok()).and_then(|i| filled().nth(i));
    let Some((row, id)) = chosen else {
        return Some(ids.first().map_or_else(|| "add-row".to_owned(), |id| format!("form[operations][{id}][kind]")));
    };
    let member = match (member.unwrap_or("kind"), row.kind.as_str()) {
        ("type", _) => Member::DataType.wire(),
        ("definition" | "references" | "summary", _) => Member::Detail.wire(),
        ("name", "add-foreign-key") => Member::Columns.wire(),
        (other, _) => other,
    };
    Some(format!("form[operations][{id}][{member}]"))
}

#[cfg(test)]
mod tests {
    use super::field_of;
    use domain::intake::{ChangeForm, OperationRow};

    #[test]
    fn every_pointer_leads_to_a_field() {
        let row = |kind: &str| OperationRow { kind: kind.to_owned(), ..OperationRow::default() };
        let form = ChangeForm {
            operations: vec![row(""), row("add-column"), row("add-foreign-key")],
            ..ChangeForm::default()
        };
        for (pointer, name) in [
            ("/title", "form[title]"),
            ("/type", "form[kind]"),
            ("/metadata/affectedTables/3", "form[affectedTables]"),
            ("/metadata/affectedComponents", "form[affectedComponents][]"),
            ("/metadata/operations", "form[operations][4][kind]"),
            ("/metadata/operations/0/type", "form[operations][5][dataType]"),
            ("/metadata/operations/1/name", "form[operations][7][columns]"),
            ("/metadata/operations/1/references", "form[operations][7][detail]"),
        ] {
            assert_eq!(field_of(pointer, &form, &[4, 5, 7]).as_deref(), Some(name), "{pointer}");
        }
        assert_eq!(field_of("", &form, &[]), None);
    }
}
