//! The rules as HTML. On the server only: the browser gets the result, and need not know what a rule is.

mod list;
mod one;

pub use list::render as render_list;
pub use one::render as render_rule;

use crate::ui::{Badge, Icon, Tone};
use domain::words::{Effect, Severity};
use leptos::prelude::*;

/// Severity as a badge; nothing where it depends on what is found.
fn severity(severity: Option<Severity>, plain: bool) -> impl IntoView {
    severity.map(|severity| {
        let (tone, icon) = match severity {
            Severity::Error => (Tone::Danger, Icon::CircleX),
            Severity::Warning => (Tone::Warning, Icon::TriangleAlert),
            Severity::Notice => (Tone::Info, Icon::Info),
        };
        view! { <Badge tone=tone icon=icon plain=plain>{severity.label()}</Badge> }
    })
}

/// An effect as a badge.
fn effect(effect: Effect, plain: bool) -> impl IntoView {
    let icon = match effect {
        Effect::Breaking => Icon::Zap,
        Effect::DataLoss => Icon::Trash,
        Effect::Blocking => Icon::Lock,
        Effect::DataDependent => Icon::Database,
        Effect::Irreversible => Icon::Ban,
        Effect::Malformed => Icon::FileCode,
        Effect::Incomplete => Icon::CircleDashed,
        Effect::Convention => Icon::List,
    };
    view! { <Badge icon=icon plain=plain>{effect.label()}</Badge> }
}

/// A project has to ask for it.
fn opt_in(opt_in: bool, plain: bool) -> impl IntoView {
    opt_in.then(|| {
        view! { <Badge icon=Icon::EyeOff plain=plain title="Looked for only where a project asks for it">"Off by default"</Badge> }
    })
}

/// A sentence in which what stands between backticks is code.
fn coded(text: &str) -> impl IntoView + use<> {
    let part = |(i, part): (usize, &str)| match i % 2 {
        1 => view! { <code class="font-mono text-xs">{part.to_owned()}</code> }.into_any(),
        _ => part.to_owned().into_any(),
    };
    text.split('`').enumerate().map(part).collect_view()
}

#[cfg(test)]
mod tests;
