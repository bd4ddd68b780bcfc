//! A change request: what it is, what may happen to it, what happened.

mod advance;
mod checks;
mod command;
mod create;
mod decide;
mod event;
mod gates;
mod impact;
mod model;
mod operation;
mod permissions;
mod state;
mod validation;

pub use checks::{Standing, check_of};
pub use command::{Command, NewEvidence};
pub use create::create;
pub use decide::{Context, decide};
pub use event::{Editable, Event};
pub use gates::{Gate, gates};
pub use impact::{
    Analysis, COLLIDING_KINDS, CollidingChange, ImpactFailure, ImpactOutcome, ReachedComponent, ReachedObject,
    ReachedPlace, reach_digest,
};
pub use model::{
    Approval, ChangeMetadata, ChangeRequest, Comment, DocumentRef, Evidence, Quorum, Step, StepCompletion, StepStart,
    Workflow,
};
pub use operation::{Operation, Touch, touches};
pub use permissions::{ChangePermissions, permission, permissions, step_views};
pub use state::ChangeState;
pub use validation::{Blocking, Source, ValidationOutcome, WAIVER_DAYS, Waiver, WaiverDecision, declared};
