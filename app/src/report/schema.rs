//! What differs in the schema, for code that is deployed before it and after it.

use super::model::{Difference, Proof, Verdict};
use super::{count, part};
use crate::ui::{Badge, Tone};
use leptos::prelude::*;

/// The section `#schema`; nothing where the schema stays as it is.
pub fn section(proof: &Proof) -> Option<AnyView> {
    if proof.differences.is_empty() {
        return None;
    }
    let rows = proof.differences.iter().map(row).collect_view();
    let body = view! {
        <div class="ui-scroll-x px-4 pb-4" tabindex="0" role="region" aria-label="Schema differences">
            <table class="w-full min-w-xl border-collapse text-left">
                <thead class="text-xs text-muted">
                    <tr>
                        <th class="py-1 pr-4 font-medium" scope="col">"Object"</th>
                        <th class="py-1 pr-4 font-medium" scope="col">"Old code, new schema"</th>
                        <th class="py-1 font-medium" scope="col">"New code, old schema"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
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
    let values = [("was", &difference.before), ("is", &difference.after)].into_iter().filter_map(|(word, value)| {
        let text = value.as_ref()?.to_string();
        (difference.kind == "changed").then(|| {
            let text = if text.len() > 400 { "…".to_owned() } else { text };
            view! { <span class="block font-mono text-xs break-all text-muted">{format!("{word} {text}")}</span> }
        })
    });
    let values = values.collect_view();
    view! {
        <tr class="border-t border-line align-top">
            <th class="py-1.5 pr-4 font-normal" scope="row">
                <span class=format!("mr-1.5 font-mono {look}")>{sign}</span>
                <span class="sr-only">{difference.kind.clone()}</span>
                <span class="text-strong">{difference.object.replace("public.", "")}</span>
                {values}
            </th>
            <td class="py-1.5 pr-4">{verdict(&difference.old_code)}</td>
            <td class="py-1.5">{verdict(&difference.new_code)}</td>
        </tr>
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
