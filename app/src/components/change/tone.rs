//! The look of the domain's words.

use crate::ui::{Icon, Tone};
use domain::words::{EvidenceKind, GateStatus, Priority, Risk, StepStatus, WorkflowStatus};

/// Look of a step's state.
pub const fn of_step(status: StepStatus) -> (Tone, Icon) {
    match status {
        StepStatus::Blocked => (Tone::Neutral, Icon::Lock),
        StepStatus::Ready => (Tone::Info, Icon::Circle),
        StepStatus::InProgress => (Tone::Warning, Icon::CircleDot),
        StepStatus::Done => (Tone::Success, Icon::CircleCheck),
        StepStatus::NotApplicable => (Tone::Neutral, Icon::CircleMinus),
    }
}

/// Look of a gate.
pub const fn of_gate(status: GateStatus) -> Tone {
    match status {
        GateStatus::Failed => Tone::Danger,
        GateStatus::Waiting => Tone::Neutral,
        GateStatus::Passed => Tone::Success,
    }
}

/// Look of a change's status.
pub const fn of_status(status: WorkflowStatus) -> (Tone, Icon) {
    match status {
        WorkflowStatus::Open => (Tone::Info, Icon::CircleDot),
        WorkflowStatus::OnHold => (Tone::Warning, Icon::Pause),
        WorkflowStatus::Closed => (Tone::Success, Icon::CircleCheck),
        WorkflowStatus::Rejected => (Tone::Danger, Icon::CircleX),
        WorkflowStatus::Cancelled => (Tone::Neutral, Icon::Ban),
        WorkflowStatus::RolledBack => (Tone::Danger, Icon::Undo),
    }
}

/// Look of a priority.
pub const fn of_priority(priority: Priority) -> (Tone, Icon) {
    match priority {
        Priority::Low => (Tone::Neutral, Icon::ArrowDown),
        Priority::Medium => (Tone::Neutral, Icon::Minus),
        Priority::High => (Tone::Warning, Icon::ArrowUp),
        Priority::Critical => (Tone::Danger, Icon::Zap),
    }
}

/// Look of a risk.
pub const fn of_risk(risk: Risk) -> (Tone, Icon) {
    match risk {
        Risk::Low => (Tone::Success, Icon::ShieldCheck),
        Risk::Medium => (Tone::Neutral, Icon::Shield),
        Risk::High => (Tone::Warning, Icon::ShieldAlert),
        Risk::Critical => (Tone::Danger, Icon::ShieldAlert),
    }
}

/// Icon of a kind of evidence.
pub const fn of_evidence(kind: EvidenceKind) -> Icon {
    match kind {
        EvidenceKind::Link => Icon::Link,
        EvidenceKind::Commit => Icon::Commit,
        EvidenceKind::PullRequest => Icon::PullRequest,
        EvidenceKind::TestRun => Icon::Activity,
        EvidenceKind::Approval => Icon::ThumbsUp,
        EvidenceKind::Document => Icon::Paperclip,
        EvidenceKind::Note => Icon::FileText,
    }
}
