//! Two values as lines: what is gone, what is new.

use serde_json::Value;
use std::collections::BTreeSet;

/// What a line says of the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Of the old one alone.
    Gone,
    /// Of the new one alone.
    New,
    /// The same on both sides.
    Kept,
}

/// Lines of a text beside one that differs which are shown as well.
const NEAR: usize = 1;
/// Lines that are shown of one difference.
const MOST: usize = 60;

/// The parts that differ, in lines.
pub fn told(before: Option<&Value>, after: Option<&Value>) -> Vec<(Sign, String)> {
    let mut lines = match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            let differ = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
            let part = |key: &String| {
                let named = |(sign, text): (Sign, String)| match text.contains('\n') || key == "definition" {
                    true => (sign, text),
                    false => (sign, format!("{}: {text}", key.replace('_', " "))),
                };
                told(before.get(key), after.get(key)).into_iter().map(named).collect::<Vec<_>>()
            };
            differ.flat_map(part).collect()
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            let gone = before.iter().filter(|one| !after.contains(one)).map(|one| (Sign::Gone, plain(one)));
            let new = after.iter().filter(|one| !before.contains(one)).map(|one| (Sign::New, plain(one)));
            let all: Vec<_> = gone.chain(new).collect();
            match all.is_empty() {
                // Only their order differs.
                true => vec![
                    (Sign::Gone, plain(&Value::Array(before.clone()))),
                    (Sign::New, plain(&Value::Array(after.clone()))),
                ],
                false => all,
            }
        }
        (Some(Value::String(before)), Some(Value::String(after))) => text(before, after),
        (before, after) => {
            let side = |sign, value: Option<&Value>| value.map(|value| (sign, plain(value)));
            side(Sign::Gone, before).into_iter().chain(side(Sign::New, after)).collect()
        }
    };
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push((Sign::Kept, format!("… {more} more lines")));
    }
    lines
}

/// Two texts line by line: what they begin and end with alike is left out but for the nearest lines.
fn text(before: &str, after: &str) -> Vec<(Sign, String)> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.trim().lines().collect(), after.trim().lines().collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let line = |sign: Sign| move |text: &&str| (sign, (*text).trim_end().to_owned());
    let mut all: Vec<(Sign, String)> = before[head.saturating_sub(NEAR)..head].iter().map(line(Sign::Kept)).collect();
    all.extend(before[head..before.len() - tail].iter().map(line(Sign::Gone)));
    all.extend(after[head..after.len() - tail].iter().map(line(Sign::New)));
    all.extend(after[after.len() - tail..].iter().take(NEAR).map(line(Sign::Kept)));
    all
}

/// A value without the signs of its notation.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "nothing".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(before: Value, after: Value) -> Vec<String> {
        let sign = |sign| match sign {
            Sign::Gone => '-',
            Sign::New => '+',
            Sign::Kept => ' ',
        };
        told(Some(&before), Some(&after)).into_iter().map(|(one, text)| format!("{}{text}", sign(one))).collect()
    }

    #[test]
    fn only_what_differs_is_told_in_words() {
        assert_eq!(
            lines(
                json!({"columns": [["id", "bigint"], ["name", "text"]], "definition": " SELECT c.id,\n c.name\n FROM c;"}),
                json!({"columns": [["id", "bigint"], ["full", "text"]], "definition": " SELECT c.id,\n c.full\n FROM c;"})
            ),
            ["-columns: name text", "+columns: full text", " SELECT c.id,", "- c.name", "+ c.full", "  FROM c;"]
        );
        assert_eq!(
            lines(json!({"type": "int", "a": 1}), json!({"type": "bigint", "a": 1})),
            ["-type: int", "+type: bigint"]
        );
        assert_eq!(lines(json!(null), json!("x")), ["-nothing", "+x"]);
    }
}
