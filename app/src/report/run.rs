//! The last run, part by part.

use super::count;
use crate::ui::{Glyph, Icon};
use domain::api::{RunPart, ValidationView};
use domain::words::{RunState, RunSubject};
use leptos::prelude::*;

/// How the validation stands: what goes on, why it failed, or what came out of it.
pub fn render(view: &ValidationView) -> String {
    let Some(run) = &view.run else {
        let words = match view.source {
            Some(_) => "Nothing has looked at it yet.",
            None if !view.may_set_branch.allowed => "No branch is named.",
            None => {
                "Name the branch that the work is on, once there is one. It is validated at once, and again whenever it moves."
            }
        };
        return view! { <p class="px-4 py-3 text-muted">{words}</p> }.to_html();
    };
    let going = matches!(run.state, RunState::Queued | RunState::Running);
    let short = |commit: &str| commit.chars().take(10).collect::<String>();
    let alone = run.about == RunSubject::Impact;
    let blocked = view.blocking();
    let (icon, look, words) = match run.state {
        RunState::Queued => (Icon::Clock, "text-muted", "Waiting for its turn".to_owned()),
        RunState::Running if alone => {
            (Icon::Loader, "text-info motion-safe:animate-spin", "The impact is being analysed".to_owned())
        }
        RunState::Failed if alone => (Icon::CircleX, "text-danger", "The impact could not be analysed".to_owned()),
        _ if alone && !view.impact_current => (Icon::CircleDashed, "text-muted", "Out of date".to_owned()),
        _ if alone => (Icon::CircleCheck, "text-success", "The impact was analysed".to_owned()),
        RunState::Running => (Icon::Loader, "text-info motion-safe:animate-spin", "Being validated".to_owned()),
        RunState::Failed => (Icon::CircleX, "text-danger", "The validation failed".to_owned()),
        _ if !view.current => (Icon::CircleDashed, "text-muted", "Out of date".to_owned()),
        _ if blocked > 0 => {
            (Icon::CircleX, "text-danger", count(blocked, "finding") + if blocked == 1 { " blocks" } else { " block" })
        }
        _ => (Icon::CircleCheck, "text-success", "Nothing blocks".to_owned()),
    };
    let commits = run.head.as_ref().map(|head| {
        let base = run.base.as_ref().map(|base| format!(" against {}", short(base))).unwrap_or_default();
        view! { <code class="font-mono text-xs text-muted">{format!("{}{base}", short(head))}</code> }
    });
    let error = run.error.clone().map(|why| view! { <p class="mt-1 break-words text-danger">{why}</p> });
    let parts = run.parts.iter().map(part).collect_view();
    view! {
        <div class="px-4 py-3">
            <p class="flex flex-wrap items-center gap-x-2">
                <Glyph icon=icon class=format!("size-4 {look}") />
                <span class="font-medium text-strong">{words}</span>
                {commits}
            </p>
            {error}
            <details class="ui-disclosure mt-1" open=going || run.state == RunState::Failed>
                <summary class="flex cursor-pointer list-none items-center gap-1 text-xs text-muted hover:text-strong touch:min-h-11">
                    <Glyph icon=Icon::ChevronRight class="ui-chevron size-4" /> "What was done"
                </summary>
                <ol class="mt-1 grid gap-1 pl-5">{parts}</ol>
            </details>
        </div>
    }
    .to_html()
}

fn part(part: &RunPart) -> impl IntoView + use<> {
    let (icon, look) = match part.state {
        RunState::Queued => (Icon::Circle, "text-muted"),
        RunState::Running => (Icon::Loader, "text-info motion-safe:animate-spin"),
        RunState::Done => (Icon::CircleCheck, "text-success"),
        RunState::Failed => (Icon::CircleX, "text-danger"),
        RunState::Superseded => (Icon::CircleMinus, "text-muted"),
    };
    let time = (part.millis > 0)
        .then(|| view! { <span class="text-xs text-muted tabular-nums">{format!("{} ms", part.millis)}</span> });
    view! {
        <li class="flex flex-wrap items-center gap-x-2">
            <Glyph icon=icon class=format!("size-4 {look}") />
            <span class="text-strong">{part.title.clone()}</span>
            {match part.state {
                RunState::Superseded => view! { <span class="text-xs text-muted">"not run"</span> }.into_any(),
                state => view! { <span class="sr-only">{state.label()}</span> }.into_any(),
            }}
            <span class="min-w-0 text-xs break-words text-muted">{part.note.clone()}</span>
            {time}
        </li>
    }
}
