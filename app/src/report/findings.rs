//! What was found: beside the SQL it is about, and the rest in a list. Filtered without scripts.

use super::model::{Finding, Place, Report};
use super::{count, part, scripts, waivers};
use crate::ui::{Glyph, Icon, Tone};
use domain::api::ValidationView;
use domain::words::RunState;
use leptos::prelude::*;

/// Tone, word and icon of a severity.
pub fn severity(word: &str) -> (Tone, &'static str, Icon) {
    match word {
        "error" => (Tone::Danger, "Blocks", Icon::CircleX),
        "warning" => (Tone::Warning, "Warning", Icon::TriangleAlert),
        _ => (Tone::Info, "Notice", Icon::Info),
    }
}

const FILTERS: [(&str, &str); 4] =
    [("all", "All"), ("error", "Errors"), ("warning", "Warnings"), ("notice", "Notices")];

/// The section `#findings`.
pub fn section(view: &ValidationView, report: &Report, key: &str) -> impl IntoView + use<> {
    let of = |word: &str| report.findings.iter().filter(|f| f.severity == word).count();
    let waived = |f: &&Finding| view.waivers.iter().any(|w| w.counts && w.waiver.fingerprint == f.fingerprint);
    let waived = report.findings.iter().filter(|f| f.severity == "error").filter(waived).count();
    let (errors, warnings, notices) = (of("error") - waived, of("warning"), of("notice"));
    let summary = match report.findings.len() {
        0 => "None".to_owned(),
        _ => {
            let waived = if waived == 0 { String::new() } else { format!("{waived} waived, ") };
            format!("{errors} blocking, {waived}{}, {}", count(warnings, "warning"), count(notices, "notice"))
        }
    };
    let filters = (report.findings.len() > 1).then(|| {
        let choice = |(value, label): (&'static str, &'static str)| {
            let n = if value == "all" { report.findings.len() } else { of(value) };
            view! {
                <label class="cursor-pointer rounded px-2 py-0.5 text-muted has-checked:bg-surface-3 has-checked:text-strong has-focus-visible:outline-2 touch:inline-flex touch:min-h-11 touch:items-center">
                    <input type="radio" name="finding-filter" value=value class="sr-only" checked=value == "all" />
                    {label} <span class="ml-1 tabular-nums">{n}</span>
                </label>
            }
        };
        view! {
            <fieldset class="flex flex-wrap gap-1 px-4 py-2 text-xs"><legend class="sr-only">"Show"</legend>{FILTERS.map(choice).collect_view()}</fieldset>
        }
    });
    let shown: Vec<&String> = report.script_texts.keys().collect();
    let beside = |f: &&Finding| f.place.as_ref().is_some_and(|place| shown.contains(&&place.path));
    let loose: Vec<Finding> = report.findings.iter().filter(|f| !beside(f)).cloned().collect();
    let loose = (!loose.is_empty()).then(|| {
        let rows = loose
            .iter()
            .enumerate()
            .map(|(at, finding)| one(finding, view, key, finding.place.as_ref().map(Place::text), at))
            .collect_view();
        view! { <ul class="grid gap-3 px-4 pb-3">{rows}</ul> }
    });
    let earlier = view.run.as_ref().filter(|run| run.state == RunState::Failed).and(view.outcome.as_ref()).map(|outcome| {
        let commit: String = outcome.head.chars().take(10).collect();
        view! {
            <p class="px-4 pb-2 text-muted">
                "From the last validation that came to its end, of commit " <code class="font-mono text-xs">{commit}</code> "."
            </p>
        }
    });
    let body = view! {
        <div class="report-findings">
            {earlier}
            {filters}
            {loose}
            {scripts::all(view, report, key)}
        </div>
    };
    part("findings", "SQL and findings", summary, true, body)
}

/// Findings of a list that are told in full. What blocks is, in any case: it can be waived.
pub const FULL: usize = 100;

/// One finding, the `at`th of its list; `place` where it does not stand beside it.
pub fn one(
    finding: &Finding,
    view: &ValidationView,
    key: &str,
    place: Option<String>,
    at: usize,
) -> impl IntoView + use<> {
    let blocks = || view.outcome.iter().flat_map(|o| &o.blocking).any(|b| b.fingerprint == finding.fingerprint);
    let brief = at >= FULL && !blocks();
    let waived = view.waivers.iter().find(|w| w.counts && w.waiver.fingerprint == finding.fingerprint);
    let (tone, word, icon) = match waived {
        Some(_) => (Tone::Neutral, "Waived", Icon::ShieldCheck),
        None => severity(&finding.severity),
    };
    let place =
        place.map(|place| view! { <code class="min-w-0 font-mono text-xs break-words text-muted">{place}</code> });
    let fix = (!brief && !finding.fix.is_empty()).then(|| {
        view! { <p class="whitespace-pre-line"><span class="font-medium text-strong">"Instead: "</span>{rich(&finding.fix)}</p> }
    });
    let readers = (!brief && !finding.readers.is_empty()).then(|| {
        let rows = finding.readers.iter().map(|place| view! { <li>{place.text()}</li> }).collect_view();
        view! {
            <details class="ui-disclosure">
                <summary class="link cursor-pointer list-none text-xs touch:inline-flex touch:min-h-11 touch:items-center">
                    {format!("Who reads this: {}", count(finding.readers.len(), "place"))}
                </summary>
                <ul class="mt-1 grid gap-0.5 font-mono text-xs text-normal">{rows}</ul>
            </details>
        }
    });
    let edge = match tone {
        Tone::Danger => "border-danger-line",
        Tone::Warning => "border-warning-line",
        Tone::Info => "border-info-line",
        _ => "border-line",
    };
    view! {
        <li class=format!("finding grid gap-1 rounded border {edge} bg-surface-1 p-3 font-sans text-base whitespace-normal") data-severity=finding.severity.clone() data-key=finding.fingerprint.clone()>
            <p class="flex flex-wrap items-center gap-x-2">
                <Glyph icon=icon class=format!("size-4 {}", tone.text()) />
                <span class=format!("text-xs font-medium {}", tone.text())>{word}</span>
                <a class="link font-mono text-xs" href=format!("/rules/{}", finding.rule)>{finding.rule.clone()}</a>
                {place}
            </p>
            <p class="break-words font-medium text-strong">{rich(&finding.message)}</p>
            {(!brief).then(|| view! { <p class="break-words text-muted">{rich(&finding.why)}</p> })}
            {fix}
            {readers}
            {waivers::form(finding, view, key)}
        </li>
    }
}

/// What stands between backticks is code.
pub fn rich(text: &str) -> AnyView {
    let parts = text.split('`').enumerate().map(|(i, part)| {
        let part = part.to_owned();
        match i % 2 {
            0 => view! { {part} }.into_any(),
            _ => view! { <code class="font-mono text-xs">{part}</code> }.into_any(),
        }
    });
    parts.collect_view().into_any()
}
