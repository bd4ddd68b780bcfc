//! What differs in the schema, for code that is deployed before it and after it.

use super::lines::{Sign, told};
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
    view! { <span class="text-xs text-muted sm:hidden">{words}</span> }
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
