//! The use cases, one trait a feature. Every method takes the actor first and authorises.

mod accounts;
mod audit;
mod changes;
mod events;
mod evidence;
mod projects;
mod rules;
mod validation;
mod views;

pub use accounts::{
    Accounts, Credentials, KnownPerson, Me, NewToken, NewUser, SampleUser, SecretToken, Session, SessionInfo,
    TokenInfo, UserInfo, UserUpdate,
};
pub use audit::{AuditLog, AuditQuery};
pub use changes::{ChangeFilter, ChangeRef, Changes, Page, Preview, Sort};
pub use events::{Cursor, Events, LiveEvent};
pub use evidence::{Documents, NewDocument};
pub use projects::{ProjectInfo, Projects};
pub use rules::{OtherName, RuleBook, RuleDetail, RuleInfo};
pub use validation::{ImpactView, RunPart, ValidationReport, ValidationRun, ValidationView, Validations, WaiverView};
pub use views::{
    Board, BoardColumn, ChangeDetail, ChangeSummary, Collision, Dashboard, DependencyView, Figure, NeedsYou,
    Permission, StepView,
};

/// All use cases together; what every skin is given.
pub trait Api:
    Changes + Documents + AuditLog + Accounts + Projects + Events + Validations + RuleBook + Send + Sync
{
}
impl<T: Changes + Documents + AuditLog + Accounts + Projects + Events + Validations + RuleBook + Send + Sync> Api
    for T
{
}
