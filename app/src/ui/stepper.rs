//! Stages in their order, with the place where something stands.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// How a stage stands. `Done` and `Ahead` follow from the position; the others say more about the current one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StageState {
    /// Passed if before the current stage, to come if after it.
    #[default]
    ByPosition,
    /// Left out.
    Skipped,
    /// Stopped here.
    Blocked,
}

/// One stage.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// Its name.
    pub label: String,
    /// Text under the name, such as "3 of 5".
    pub text: Option<String>,
    /// More than its position says.
    pub state: StageState,
}

impl Stage {
    /// A stage with a name.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
    /// Text under the name.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
    /// Left out or stopped.
    pub fn state(mut self, state: StageState) -> Self {
        self.state = state;
        self
    }
}

/// The stages in a row, the current one marked by `aria-current="step"`. `current` may be `stages.len()`: all passed.
/// Where there is no room only the current stage and its position are shown, with a bar of all.
#[component]
pub fn Stepper(
    #[prop(into)] stages: Signal<Vec<Stage>>,
    #[prop(into)] current: Signal<usize>,
    #[prop(into)] label: String,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let items = move || {
        let current = current.get();
        stages.get().into_iter().enumerate().map(|(index, stage)| item(index, stage, current)).collect_view()
    };
    let compact = move || {
        let stages = stages.get();
        let total = stages.len();
        let index = current.get().min(total.saturating_sub(1));
        let stage = stages.get(index).cloned().unwrap_or_default();
        let rest = stage.text.map(|text| format!(" · {text}")).unwrap_or_default();
        view! {
            <span class="font-semibold text-strong">{stage.label}</span>
            <span class="text-muted">{format!("stage {} of {total}{rest}", index + 1)}</span>
        }
    };
    view! {
        <div class=format!("@container min-w-0 {class}")>
            <p class="mb-2 flex flex-wrap items-baseline gap-x-2 @2xl:hidden" aria-hidden="true">{compact}</p>
            <ol class="flex gap-1 @2xl:gap-2" aria-label=label>{items}</ol>
        </div>
    }
}

fn item(index: usize, stage: Stage, current: usize) -> impl IntoView {
    let (icon, bar, text, word) = match (stage.state, index.cmp(&current)) {
        (StageState::Skipped, _) => (Icon::CircleMinus, "bg-neutral-solid", "text-muted", "skipped"),
        (StageState::Blocked, _) => (Icon::Ban, "bg-danger-solid", "text-danger", "blocked"),
        (_, std::cmp::Ordering::Less) => (Icon::CircleCheck, "bg-success-solid", "text-success", "done"),
        (_, std::cmp::Ordering::Equal) => (Icon::CircleDot, "bg-accent-solid", "text-accent", "current"),
        (_, std::cmp::Ordering::Greater) => (Icon::CircleDashed, "bg-surface-3", "text-muted", "to come"),
    };
    let is_current = index == current;
    let name = if is_current { "font-semibold text-strong" } else { "text-normal" };
    view! {
        <li class="min-w-0 flex-1" aria-current=is_current.then_some("step")>
            <div class=format!("h-1 rounded-full {bar}")></div>
            <div class="mt-2 flex items-start gap-1.5 @max-2xl:sr-only">
                <Glyph icon=icon class=format!("mt-0.5 size-4 {text}") />
                <div class="min-w-0">
                    <p class=format!("relative truncate {name}") title=stage.label.clone()>
                        {stage.label.clone()} <span class="sr-only">{format!(", {word}")}</span>
                    </p>
                    {stage.text.map(|text| view! { <p class="truncate text-xs text-muted tabular-nums">{text}</p> })}
                </div>
            </div>
        </li>
    }
}
