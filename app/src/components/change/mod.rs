//! Parts of the page of one change.

mod actions;
mod customise;
mod discussion;
mod evidence;
mod evidence_fields;
mod form;
mod header;
mod heard;
mod history;
mod moves;
mod news;
mod people;
mod readiness;
mod side;
mod state;
mod step_card;
mod step_dialog;
mod step_forms;
mod step_panel;
mod steps_board;
mod steps_list;
mod steps_section;
pub mod tone;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod upload;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "upload_ssr.rs"]
mod upload;
mod validation;

pub use actions::ActionsCard;
pub use discussion::{Discussion, PROSE};
pub use evidence::EvidenceSection;
pub use header::{Facts, PrimaryAction, StageStepper};
pub use heard::Heard;
pub use history::History;
pub use moves::waits;
pub use readiness::Readiness;
pub use side::{ApprovalsCard, OperationsCard, PropertiesCard, RelatedCard};
pub use state::{Ask, ChangeState};
pub use step_dialog::StepDialog;
pub use step_forms::FoundBreaking;
pub use steps_board::steps_drag;
pub use steps_section::StepsSection;
pub use validation::{Found, State, ValidationSection};
