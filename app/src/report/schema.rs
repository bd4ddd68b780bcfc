//! What differs in the schema, for code that is deployed before it and after it.

use super::model::{Difference, Proof, Verdict};
use super::{count, part};
use crate::ui::{Badge, Tone};
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// The section `#schema`; nothing where the schema stays as it is.
pub fn section(proof: &Proof) -> Option<AnyView> {
    if proof.differences.is_empty() {
        return None;
    }
    let rows = proof.differences.iter().map(row).collect_view();
    let body = view! {
        <div class="ui-scroll-x px-4 pb-4" tabindex="0" role="region" aria-label="Schema differences">
            <table class="w-full border-collapse text-left sm:min-w-xl max-sm:block">
                <thead class="text-xs text-muted max-sm:sr-only">
                    <tr>
                        <th class="py-1 pr-4 font-medium" scope="col">"Object"</th>
                        <th class="py-1 pr-4 font-medium" scope="col">"Old code, new schema"</th>
                        <th class="py-1 font-medium" scope="col">"New code, old schema"</th>
                    </tr>
                </thead>
                <tbody class="max-sm:block">{rows}</tbody>
            </table>
        </div>
    };
    Some(part("schema", "Schema", count(proof.differences.len(), "difference"), true, body).into_any())
}

fn row(difference: &Difference) -> impl IntoView + use<> {
    let (sign, look) = match difference.kind.as_str() {
        "added" => ("+", "text-success"),
        "removed" => ("−", "text-danger"),
        _ => ("~", "text-warning"),
    };
    let values = (difference.kind == "changed").then(|| {
        let told = told(difference.before.as_ref(), difference.after.as_ref());
        let lines = told.into_iter().map(|(sign, text)| {
            let (look, sign) = match sign {
                Sign::Gone => ("text-danger", "−"),
                Sign::New => ("text-success", "+"),
                Sign::Kept => ("text-muted", " "),
            };
            view! { <span class=format!("block whitespace-pre-wrap break-words {look}")>{format!("{sign} {text}")}</span> }
        });
        view! { <span class="mt-1 block font-mono text-xs">{lines.collect_view()}</span> }
    });
    view! {
        <tr class="border-t border-line align-top max-sm:block max-sm:py-1.5">
            <th class="py-1.5 pr-4 font-normal max-sm:block" scope="row">
                <span class=format!("mr-1.5 font-mono {look}")>{sign}</span>
                <span class="sr-only">{difference.kind.clone()}</span>
                <span class="text-strong">{difference.object.replace("public.", "")}</span>
                {values}
            </th>
            <td class="py-1.5 pr-4 max-sm:block max-sm:py-0.5">{narrow("Old code, new schema: ")}{verdict(&difference.old_code)}</td>
            <td class="py-1.5 max-sm:block max-sm:py-0.5">{narrow("New code, old schema: ")}{verdict(&difference.new_code)}</td>
        </tr>
    }
}

/// Where there is no room for columns, each cell says what it is.
fn narrow(words: &'static str) -> impl IntoView {
    view! { <span class="text-xs text-muted sm:hidden" aria-hidden="true">{words}</span> }
}

/// What a line says of the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Gone,
    New,
    /// The same on both sides.
    Kept,
}

/// Lines of a text beside one that differs which are shown as well.
const NEAR: usize = 1;
/// Lines that are shown of one difference.
const MOST: usize = 60;

/// The parts that differ, in lines.
fn told(before: Option<&Value>, after: Option<&Value>) -> Vec<(Sign, String)> {
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

fn verdict(verdict: &Verdict) -> impl IntoView + use<> {
    let (tone, word) = match verdict.level.as_str() {
        "breaking" => (Tone::Danger, "Breaking"),
        "risky" => (Tone::Warning, "Risky"),
        _ => (Tone::Success, "Compatible"),
    };
    view! {
        <Badge plain=true tone=tone>{word}</Badge>
        <span class="block text-xs text-muted">{verdict.reason.clone()}</span>
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
