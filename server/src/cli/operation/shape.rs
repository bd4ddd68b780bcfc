//! Type, nullability and default of a column.

use super::{keyword, word};

/// What is said of a column.
pub struct Shape {
    pub data_type: Option<String>,
    pub nullable: Option<bool>,
    pub default: Option<String>,
}

impl Shape {
    pub fn read(text: &str) -> Option<Self> {
        let mut shape = Self { data_type: None, nullable: None, default: None };
        let mut rest = text;
        let mut data_type = Vec::new();
        while !rest.is_empty() {
            if let Some(more) = shape.nullability(rest) {
                rest = more;
            } else if let Some(value) = keyword(rest, "default") {
                shape.default = Some(shape_default(value, &mut shape.nullable)?);
                break;
            } else if shape.nullable.is_some() {
                return None;
            } else {
                let (part, more) = word(rest);
                data_type.push(part);
                rest = more;
            }
        }
        shape.data_type = (!data_type.is_empty()).then(|| data_type.join(" "));
        Some(shape)
    }

    fn nullability<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (null, rest) = match keyword(text, "not") {
            Some(rest) => (false, keyword(rest, "null")?),
            None => (true, keyword(text, "null")?),
        };
        self.nullable = Some(null);
        Some(rest)
    }
}

/// The value of a default; `not null` may follow it, as in SQL.
fn shape_default(value: &str, nullable: &mut Option<bool>) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let (value, null) = [(" not null", false), (" null", true)]
        .into_iter()
        .find(|(end, _)| lower.ends_with(end))
        .map_or((value, None), |(end, null)| (&value[..value.len() - end.len()], Some(null)));
    *nullable = null.or(*nullable);
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}
