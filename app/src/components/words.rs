//! The product's words as badges.

use crate::ui::{Badge, Icon, Tone};
use domain::words::{Priority, Risk, WorkflowStatus};
use leptos::prelude::*;

/// Urgency, quiet unless it is high.
#[component]
pub fn PriorityBadge(priority: Priority, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let (tone, icon) = match priority {
        Priority::Low => (Tone::Neutral, Icon::ArrowDown),
        Priority::Medium => (Tone::Neutral, Icon::Minus),
        Priority::High => (Tone::Warning, Icon::ArrowUp),
        Priority::Critical => (Tone::Danger, Icon::Zap),
    };
    view! { <Badge tone=tone icon=icon plain=true>{priority.label()} {children.map(|more| more())}</Badge> }
}

/// Risk, with the word where it stands alone.
#[component]
pub fn RiskBadge(
    risk: Risk,
    #[prop(optional)] named: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (tone, icon) = match risk {
        Risk::Low => (Tone::Success, Icon::ShieldCheck),
        Risk::Medium => (Tone::Neutral, Icon::Shield),
        Risk::High => (Tone::Warning, Icon::ShieldAlert),
        Risk::Critical => (Tone::Danger, Icon::ShieldAlert),
    };
    let words = if named { format!("{} risk", risk.label()) } else { risk.label().to_owned() };
    view! { <Badge tone=tone icon=icon plain=true>{words} {children.map(|more| more())}</Badge> }
}

/// How a change stands.
#[component]
pub fn StatusBadge(status: WorkflowStatus) -> impl IntoView {
    let (tone, icon) = match status {
        WorkflowStatus::Open => (Tone::Info, Icon::CircleDot),
        WorkflowStatus::OnHold => (Tone::Warning, Icon::Pause),
        WorkflowStatus::Closed => (Tone::Success, Icon::CircleCheck),
        WorkflowStatus::Rejected => (Tone::Danger, Icon::CircleX),
        WorkflowStatus::Cancelled => (Tone::Neutral, Icon::CircleMinus),
        WorkflowStatus::RolledBack => (Tone::Danger, Icon::Undo),
    };
    view! { <Badge tone=tone icon=icon>{status.label()}</Badge> }
}

/// Marks a breaking change.
#[component]
pub fn BreakingBadge() -> impl IntoView {
    view! { <Badge tone=Tone::Danger icon=Icon::TriangleAlert plain=true>"Breaking"</Badge> }
}
