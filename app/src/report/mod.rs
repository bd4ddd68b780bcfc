//! The report of a validation as HTML. On the server only: what a report holds need not be known to the browser.

mod api;
mod findings;
mod highlight;
mod impact;
mod lines;
mod model;
mod proof;
mod run;
mod schema;
mod scripts;
mod waivers;

pub use run::render as render_run;

use domain::api::{ValidationReport, ValidationView};
use domain::words::RunSubject;
use leptos::prelude::*;
use model::Report;

/// Everything a run has found, in the order in which people ask: what blocks, where, is it proven, what differs, whom it hits.
pub fn render(view: &ValidationView, report: &ValidationReport, key: &str, viewer: &str) -> String {
    let Ok(found) = serde_json::from_value::<Report>(report.report.clone()) else {
        return view! { <p class="p-4 text-muted">"The report was made by another version; validate again to read it."</p> }
            .to_html();
    };
    let (current, words) = match report.run.about {
        RunSubject::Branch => {
            (view.current, "This is of the branch or the request as they were. Another validation is needed.")
        }
        RunSubject::Impact => (view.impact_current, "This is of the request as it was. Another analysis is needed."),
    };
    let stale = (!current)
        .then(|| view! { <p class="border-b border-line bg-warning-fill px-4 py-2 text-warning">{words}</p> });
    // An analysis of the impact alone looks at nothing else.
    let alone = report.run.about == RunSubject::Impact;
    let outcome = view.impact.as_ref().filter(|outcome| outcome.run == report.run.id);
    let notes = found
        .notes
        .iter()
        .map(|note| view! { <p class="px-4 py-1 text-xs text-muted">{note.clone()}</p> })
        .collect_view();
    view! {
        {stale}
        {waivers::list(view, key, viewer)}
        {(!alone).then(|| findings::section(view, &found, key))}
        {found.proof.as_ref().map(|proof| proof::section(proof, &found))}
        {found.proof.as_ref().and_then(schema::section)}
        {(!alone).then(|| api::section(&found.api))}
        {impact::section(&found.impact, outcome)}
        {notes}
    }
    .to_html()
}

/// A part that can be folded, with its count.
pub(crate) fn part(
    id: &'static str,
    title: &'static str,
    summary: String,
    open: bool,
    body: impl IntoView,
) -> impl IntoView {
    view! {
        <details class="ui-disclosure border-t border-line" id=id open=open>
            <summary class="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-2 px-4 hover:bg-surface-2 touch:min-h-11">
                <crate::ui::Glyph icon=crate::ui::Icon::ChevronRight class="ui-chevron size-4 text-muted" />
                <h3 class="font-medium text-strong">{title}</h3>
                <span class="text-muted">{summary}</span>
            </summary>
            {body}
        </details>
    }
}

/// `3 statements`.
pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests;
