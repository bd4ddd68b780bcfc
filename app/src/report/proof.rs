//! The proof, statement by statement: what it locked, how long it took, what it wrote anew.

use super::model::{Pass, Proof, Report, Rows, Statement};
use super::{count, part};
use crate::ui::{Badge, Glyph, Icon, Tone};
use leptos::prelude::*;

/// What a verdict means.
fn verdict(word: &str) -> (Tone, &'static str) {
    match word {
        "reversible" => (Tone::Success, "Reversible: after down the schema is the base’s and all rows are back"),
        "irreversible" => (Tone::Danger, "Cannot be undone as written"),
        "fails" => (Tone::Danger, "Fails"),
        _ => (Tone::Warning, "Not proven"),
    }
}

/// The section `#proof`.
pub fn section(proof: &Proof, report: &Report) -> impl IntoView + use<> {
    let (tone, words) = verdict(&proof.verdict);
    let longest = proof.passes.iter().flat_map(|p| &p.statements).map(|s| s.micros).max().unwrap_or(1).max(1);
    let passes = proof.passes.iter().map(|p| pass(p, report, longest)).collect_view();
    let filled = || proof.seeded.iter().filter(|s| s.rows > 0);
    let statements = || proof.passes.iter().flat_map(|p| &p.statements);
    let locks = |table: &str| statements().any(|s| s.locks.iter().any(|lock| lock.relation == table));
    let touched = filled().filter(|s| locks(&s.table)).count();
    let missing = proof.seeded.iter().filter_map(|s| s.reason.as_ref().map(|why| (s.table.clone(), why.clone())));
    let missing = missing.map(|(table, why)| view! { <p>{format!("No rows in {table}: {why}")}</p> }).collect_view();
    let body = view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pt-1 pb-4">
            <p class=format!("flex items-start gap-2 font-medium {}", tone.text())><Glyph icon=tone.icon() class="mt-0.5 size-4" /> {words}</p>
            {passes}
            <div class="text-xs text-muted">
                <p>{format!(
                    "On a throw-away PostgreSQL with {} applied and rows in {}, {touched} of them touched by the change, in {} ms. Times are of a nearly empty database.",
                    count(proof.base.migrations, "earlier migration"),
                    count(filled().count(), "table"),
                    proof.millis,
                )}</p>
                {missing}
            </div>
        </div>
    };
    let passes = match proof.passes.len() {
        1 => "1 pass".to_owned(),
        all => format!("{all} passes"),
    };
    part("proof", "Proof", format!("{}, {passes}", proof.verdict), true, body)
}

fn pass(pass: &Pass, report: &Report, longest: u64) -> impl IntoView + use<> {
    let title = match pass.direction.as_str() {
        "up" => "Up",
        "down" => "Down",
        _ => "Up again",
    };
    let rows = pass.statements.iter().map(|s| statement(s, report, longest)).collect_view();
    let altered =
        pass.rows.iter().filter_map(table).map(|text| view! { <li class="text-warning">{text}</li> }).collect_view();
    view! {
        <section aria-label=title>
            <h4 class="mb-1 flex items-baseline gap-2 text-xs font-medium text-strong">
                {title} <span class="font-normal text-muted tabular-nums">{format!("{} ms", pass.millis)}</span>
            </h4>
            <ol class="grid gap-1 border-l border-line pl-3">{rows}</ol>
            <ul class="mt-1 pl-3 text-xs">{altered}</ul>
        </section>
    }
}

fn statement(ran: &Statement, report: &Report, longest: u64) -> impl IntoView + use<> {
    let text = report.script_texts.get(&ran.place.path).and_then(|text| text.get(ran.span.0..ran.span.1));
    let shown = text.map_or_else(|| ran.place.text(), |text| one_line(text, 110));
    let locks = ran.locks.iter().map(|lock| {
        let (tone, mode) = lock_mode(&lock.mode);
        let words = format!("{mode} on {}", lock.relation.trim_start_matches("public."));
        view! {
            <span class=format!("inline-flex min-w-0 items-center gap-1 text-xs {}", tone.text())>
                <Glyph icon=Icon::Lock class="size-3" /> <span class="min-w-0 break-words">{words}</span>
            </span>
        }
    });
    let locks = locks.collect_view();
    let held = ran.held.iter().map(|lock| {
        let (_, mode) = lock_mode(&lock.mode);
        let words = format!("{mode} on {}, held already", lock.relation.trim_start_matches("public."));
        view! { <span class="min-w-0 text-xs break-words text-muted">{words}</span> }
    });
    let held = held.collect_view();
    let rewritten = (!ran.rewritten.is_empty())
        .then(|| view! { <Badge tone=Tone::Danger>{format!("writes {} anew", ran.rewritten.join(", "))}</Badge> });
    let skipped =
        ran.skipped.clone().map(|why| view! { <span class="text-xs text-muted">{format!("skipped: {why}")}</span> });
    let failed = ran.failure.as_ref().map(|failure| {
        let words = failure.get("message").and_then(|m| m.as_str()).unwrap_or("it failed").to_owned();
        view! { <p class="text-danger">{words}</p> }
    });
    // In tenths, so that a bar needs no inline style.
    let width = match ran.micros * 10 / longest {
        0 | 1 => "w-1",
        2 | 3 => "w-4",
        4 | 5 => "w-8",
        6 | 7 => "w-12",
        _ => "w-16",
    };
    view! {
        <li class="grid gap-x-3 gap-y-0.5 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div class="min-w-0">
                <code class="block truncate font-mono text-xs text-strong" title=ran.place.text()>{shown}</code>
                <p class="flex flex-wrap items-center gap-x-3 gap-y-0.5 empty:hidden">{locks} {held} {rewritten} {skipped}</p>
                {failed}
            </div>
            <p class="flex items-center gap-2 text-xs text-muted tabular-nums">
                <span class="w-16" aria-hidden="true"><span class=format!("block h-1 rounded bg-info-solid {width}")></span></span>
                {format!("{:.1} ms", micros(ran.micros) / 1000.0)}
            </p>
        </li>
    }
}

/// A lock as PostgreSQL's manual writes it; those that keep others from writing stand out.
fn lock_mode(mode: &str) -> (Tone, String) {
    let mut words = String::new();
    for c in mode.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(if c == '-' { ' ' } else { c.to_ascii_uppercase() });
    }
    let strong = ["ACCESS EXCLUSIVE", "EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE"].contains(&words.as_str());
    (if strong { Tone::Warning } else { Tone::Neutral }, words)
}

fn micros(n: u64) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

fn one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn table(rows: &Rows) -> Option<String> {
    let what: Vec<String> = [(rows.lost, "lost"), (rows.altered, "altered"), (rows.added, "added")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    (!what.is_empty()).then(|| format!("{}: of {}, {}", rows.table, count(rows.before, "row"), what.join(", ")))
}
