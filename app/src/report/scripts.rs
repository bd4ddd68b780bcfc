//! The new scripts, with each finding under its line.

use super::count;
use super::findings::one;
use super::highlight::{self, lines};
use super::model::{Finding, Report};
use crate::ui::{Glyph, Icon};
use domain::api::ValidationView;
use leptos::prelude::*;

/// Lines around a finding that stay visible in a long script.
const AROUND: usize = 3;
/// Scripts of fewer lines are shown whole.
const SHORT: usize = 30;
/// In a line of more bytes than these it is said which part is meant.
const LONG: usize = 100;
/// Characters of such a part that are shown.
const EXCERPT: usize = 80;
/// Findings of a script that are open at first; a page of hundreds is read by nobody.
const OPEN: usize = 20;

/// All of them, one below the other.
pub fn all(view: &ValidationView, report: &Report, key: &str) -> impl IntoView + use<> {
    report.script_texts.iter().map(|(path, text)| script(path, text, view, report, key)).collect_view()
}

fn script(path: &str, text: &str, view: &ValidationView, report: &Report, key: &str) -> impl IntoView + use<> {
    let mut found: Vec<&Finding> =
        report.findings.iter().filter(|f| f.place.as_ref().is_some_and(|place| place.path == path)).collect();
    found.sort_by_key(|f| f.place.as_ref().map(|place| place.line));
    let lines = lines(text);
    let total = lines.len();
    let last = |line: u32| usize::try_from(line).unwrap_or(0).clamp(1, total.max(1));
    let near = |number: usize| {
        total <= SHORT || found.iter().filter_map(|f| f.place.as_ref()).any(|p| number.abs_diff(last(p.line)) <= AROUND)
    };
    let mut rows = Vec::new();
    let mut hidden = 0;
    let mut shown = 0;
    for (i, line) in lines.into_iter().enumerate() {
        let number = i + 1;
        let begins = found.is_empty() && number <= SHORT;
        if !(near(number) || begins) {
            hidden += 1;
            continue;
        }
        rows.extend(skipped(std::mem::take(&mut hidden)));
        let here: Vec<&Finding> =
            found.iter().copied().filter(|f| f.place.as_ref().is_some_and(|p| last(p.line) == number)).collect();
        let mark = if here.is_empty() { "" } else { "report-mark bg-warning-fill" };
        rows.push(
            view! {
                <div class=format!("flex w-max min-w-full {mark}") data-key=number>
                    <span class="w-12 shrink-0 pr-3 text-right text-muted select-none tabular-nums">{number}</span>
                    <code class="pr-4 whitespace-pre text-strong">{highlight::view(line)}</code>
                </div>
            }
            .into_any(),
        );
        if !here.is_empty() {
            let words = text.lines().nth(i).unwrap_or_default();
            let list =
                here.iter().enumerate().map(|(at, f)| one(f, view, key, part_of(words, f), shown + at)).collect_view();
            let list = view! { <ul class="sticky left-0 grid gap-2 py-2 pr-3 pl-3 sm:pl-12">{list}</ul> };
            rows.push(match shown < OPEN {
                true => list.into_any(),
                false => view! {
                    <details class="report-more ui-disclosure sticky left-0" data-key=format!("line-{number}")>
                        <summary class="flex min-h-6 cursor-pointer list-none items-center gap-1 pl-3 font-sans text-danger hover:text-strong sm:pl-12 touch:min-h-11">
                            <Glyph icon=Icon::ChevronRight class="ui-chevron size-4" /> {named(&here)}
                        </summary>
                        {list}
                    </details>
                }
                .into_any(),
            });
            shown += here.len();
        }
    }
    rows.extend(skipped(hidden));
    let blocking = found.iter().filter(|f| f.severity == "error").count();
    let summary = match found.len() {
        0 => "nothing found".to_owned(),
        n if blocking > 0 => format!("{}, {blocking} blocking", count(n, "finding")),
        n => count(n, "finding"),
    };
    view! {
        <details class="ui-disclosure border-t border-line" open=!found.is_empty() data-key=path.to_owned()>
            <summary class="flex min-h-9 cursor-pointer list-none flex-wrap items-center gap-x-2 px-4 hover:bg-surface-2 touch:min-h-11">
                <Glyph icon=Icon::ChevronRight class="ui-chevron size-4 text-muted" />
                <span class="min-w-0 font-mono text-xs break-all text-strong">{path.to_owned()}</span>
                <span class="text-xs text-muted">{summary}</span>
            </summary>
            <div class="report-script ui-scroll-x bg-surface-2 py-2 font-mono text-xs leading-5" tabindex="0" role="region" aria-label=path.to_owned()>{rows}</div>
        </details>
    }
}

/// What a finding is about within a line that holds much more.
fn part_of(line: &str, finding: &Finding) -> Option<String> {
    let place = finding.place.as_ref().filter(|_| line.len() > LONG)?;
    let at = |column: u32| usize::try_from(column.saturating_sub(1)).unwrap_or(0);
    let last = if place.end_line == place.line { at(place.end_column) } else { usize::MAX };
    let part: String = line.chars().skip(at(place.column)).take(last.saturating_sub(at(place.column))).collect();
    let short: String = part.chars().take(EXCERPT).collect();
    let whole = part.is_empty() || part.trim() == line.trim();
    (!whole).then(|| if short.len() < part.len() { format!("{short}…") } else { short })
}

/// What was found in a line, in a few words.
fn named(here: &[&Finding]) -> String {
    let mut rules: Vec<&str> = here.iter().map(|finding| finding.rule.as_str()).collect();
    rules.dedup();
    format!("{}: {}", count(here.len(), "finding"), rules.join(", "))
}

fn skipped(lines: usize) -> Option<AnyView> {
    (lines > 0)
        .then(|| view! { <p class="py-1 pl-12 text-muted italic">{count(lines, "line")}" left out"</p> }.into_any())
}
