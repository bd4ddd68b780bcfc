//! What of an object differs, in words.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The longest piece of a definition that is quoted.
const LONGEST: usize = 160;

/// As it was and as it is, for each part that differs.
pub(super) fn words(before: Option<&Value>, after: Option<&Value>) -> String {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let names = before.keys().filter(|name| before.get(*name) != after.get(*name));
            let parts: Vec<String> =
                names.map(|name| format!("{} {}", spaced(name), pair(before.get(name), after.get(name)))).collect();
            parts.join(", ")
        }
        (before, after) => format!("it {}", pair(before, after)),
    }
}

/// The same of settings, one `name: value` a line; none where all are as PostgreSQL sets them.
pub(super) fn settings(before: Option<&str>, after: Option<&str>) -> String {
    let named = |text: &str| -> Map<String, Value> {
        let lines = text.lines().filter_map(|line| line.split_once(": "));
        lines.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
    };
    let (before, after) = (named(before.unwrap_or_default()), named(after.unwrap_or_default()));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let others = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    let parts: Vec<String> = others.map(|name| format!("{name} {}", pair(before.get(name), after.get(name)))).collect();
    parts.join(", ")
}

fn pair(before: Option<&Value>, after: Option<&Value>) -> String {
    format!("was {} and is {}", shown(before), shown(after))
}

/// `notNull` as people write it.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return "not set".to_owned(),
        Some(Value::Bool(true)) => return "on".to_owned(),
        Some(Value::Bool(false)) => return "off".to_owned(),
        Some(Value::String(text)) if text.is_empty() => return "not set".to_owned(),
        Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(Value::Array(values)) => {
            let plain = |value: &Value| match value {
                Value::String(text) => text.clone(),
                Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                other => other.to_string(),
            };
            values.iter().map(plain).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    };
    let cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() { format!("`{cut}…`") } else { format!("`{cut}`") }
}

#[cfg(test)]
mod tests {
    use super::{settings, words};
    use serde_json::json;

    #[test]
    fn of_settings_those_that_differ_are_named() {
        assert_eq!(
            settings(Some("persistence: logged\nowner: guest"), Some("persistence: unlogged\nowner: guest")),
            "persistence was `logged` and is `unlogged`"
        );
        assert_eq!(settings(None, Some("storage: external")), "storage was not set and is `external`");
    }

    #[test]
    fn the_parts_that_differ_are_named() {
        let before = json!({"name": "age", "type": "integer", "notNull": true, "default": null});
        let after = json!({"name": "age", "type": "bigint", "notNull": false, "default": "0"});
        assert_eq!(
            words(Some(&before), Some(&after)),
            "default was not set and is `0`, not null was on and is off, type was `integer` and is `bigint`"
        );
        assert_eq!(words(Some(&json!(["id", "a"])), Some(&json!(["a", "id"]))), "it was `id, a` and is `a, id`");
    }
}
