//! The only authorisation rules (SPEC R11.2).

use crate::change::{ChangeState, Command};
use crate::words::{Decision, Origin, Role, Scope};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Name under which the system itself acts.
pub const SYSTEM: &str = "system";

/// Who acts, with everything that a right can depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// User name; empty for nobody.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Administers the whole installation.
    pub admin: bool,
    /// Roles by project key.
    pub roles: BTreeMap<String, BTreeSet<Role>>,
    /// Scopes of the API token in use; `None` for a browser session.
    pub scopes: Option<BTreeSet<Scope>>,
    /// Skin.
    pub origin: Origin,
}

impl Actor {
    /// Nobody.
    pub fn anonymous(origin: Origin) -> Self {
        Self {
            name: String::new(),
            display_name: String::new(),
            admin: false,
            roles: BTreeMap::new(),
            scopes: None,
            origin,
        }
    }
    /// The system itself.
    pub fn system() -> Self {
        Self {
            name: SYSTEM.to_owned(),
            display_name: "System".to_owned(),
            admin: true,
            roles: BTreeMap::new(),
            scopes: None,
            origin: Origin::System,
        }
    }
    /// True where nobody is signed in.
    pub fn is_anonymous(&self) -> bool {
        self.name.is_empty()
    }
    /// True where the actor holds the role in the project.
    pub fn has(&self, project: &str, role: Role) -> bool {
        self.roles.get(project).is_some_and(|r| r.contains(&role))
    }
    /// True where the actor may administer the project.
    pub fn administers(&self, project: &str) -> bool {
        self.admin || self.has(project, Role::Admin)
    }
    /// True where the actor may see the project.
    pub fn sees(&self, project: &str) -> bool {
        self.admin || self.roles.get(project).is_some_and(|r| !r.is_empty())
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// Read a project and what is in it.
    View,
    /// Submit a change.
    Create,
    /// Operate on a change.
    Change(&'a ChangeState, &'a Command),
    /// Upload evidence to a change.
    Upload(&'a ChangeState),
    /// Check the audit chains.
    VerifyAudit,
    /// Edit a project and its members.
    AdministerProject,
    /// Users, projects, the installation.
    AdministerServer,
    /// The actor's own account, sessions, tokens, watches.
    Own,
}

/// Why not, for people. `None` in `may`'s error means: sign in first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is signed in.
    Anonymous,
    /// Must not even learn that it exists.
    Hidden,
    /// Signed in, but not allowed; says why.
    Denied(String),
}

/// The rule table.
///
/// # Errors
/// The refusal with its reason.
pub fn may(actor: &Actor, action: Action<'_>, project: &str) -> Result<(), Refusal> {
    if actor.is_anonymous() {
        return Err(Refusal::Anonymous);
    }
    scope(actor, action)?;
    match action {
        Action::Own => return Ok(()),
        Action::AdministerServer => {
            return if actor.admin { Ok(()) } else { denied("Only an administrator of the server may do this.") };
        }
        _ => {}
    }
    if !actor.sees(project) {
        return Err(Refusal::Hidden);
    }
    match action {
        Action::View | Action::Own | Action::AdministerServer => Ok(()),
        Action::Create => any(
            actor,
            project,
            &[Role::Requester, Role::Developer, Role::Architect, Role::ReleaseManager],
            "submit a change",
        ),
        Action::Upload(_) => any(
            actor,
            project,
            &[
                Role::Requester,
                Role::Developer,
                Role::Reviewer,
                Role::Architect,
                Role::Stakeholder,
                Role::ReleaseManager,
            ],
            "upload evidence",
        ),
        Action::VerifyAudit => {
            any(actor, project, &[Role::Architect, Role::ReleaseManager, Role::Reviewer], "verify the audit trail")
        }
        Action::AdministerProject => any(actor, project, &[], "administer the project"),
        Action::Change(state, command) => on_change(actor, state, command, project),
    }
}

fn scope(actor: &Actor, action: Action<'_>) -> Result<(), Refusal> {
    let Some(scopes) = &actor.scopes else { return Ok(()) };
    let needed = match action {
        Action::View => Scope::Read,
        Action::Change(_, Command::Approve { .. } | Command::DecideWaiver { .. }) => Scope::Approve,
        Action::Change(state, Command::SetBranch { .. } | Command::RemoveBranch { .. })
            if state.is_held_by_findings() =>
        {
            Scope::Approve
        }
        Action::AdministerProject | Action::AdministerServer => Scope::Admin,
        Action::Own => return Ok(()),
        _ => Scope::Write,
    };
    if scopes.contains(&needed) { Ok(()) } else { denied(format!("This token lacks the scope `{needed}`.")) }
}

fn on_change(actor: &Actor, state: &ChangeState, command: &Command, project: &str) -> Result<(), Refusal> {
    let me = actor.name.as_str();
    let own = state.request.requester == me;
    let mine = own || state.request.assignee.as_deref() == Some(me);
    match command {
        Command::Comment { .. } => Ok(()),
        Command::Edit(_) if own => Ok(()),
        Command::Edit(_) => any(actor, project, &[Role::Developer, Role::Architect], "edit this request"),
        Command::Assign { .. } => {
            any(actor, project, &[Role::Developer, Role::Architect, Role::ReleaseManager], "take or assign a change")
        }
        Command::StartStep { step }
        | Command::StopStep { step }
        | Command::CompleteStep { step, .. }
        | Command::ReopenStep { step, .. } => {
            let Some(step) = state.workflow.step(step) else { return Ok(()) };
            // The requester confirms what was asked for, whatever other role they hold.
            if step.owner == Role::Requester && own {
                return Ok(());
            }
            any(actor, project, &[step.owner], &format!("work on “{}”", step.title))
        }
        // With the branch its findings go, and so they do with another branch or base: whoever may do that lets them pass.
        Command::SetBranch { .. } | Command::RemoveBranch { .. } if state.is_held_by_findings() => {
            if mine {
                return denied(
                    "What was found on the branch blocks. Nobody lets that pass for their own change; ask somebody else.",
                );
            }
            any(actor, project, &[Role::Reviewer, Role::Architect], "leave a branch on which something blocks")
        }
        Command::SetBranch { .. }
        | Command::RemoveBranch { .. }
        | Command::RequestAnalysis
        | Command::RequestValidation
        | Command::RequestWaiver { .. }
            if mine =>
        {
            Ok(())
        }
        Command::SetBranch { .. } => any(actor, project, &[Role::Developer, Role::Architect], "name the branch"),
        Command::RemoveBranch { .. } => any(actor, project, &[Role::Developer, Role::Architect], "take the branch off"),
        Command::RequestAnalysis => any(
            actor,
            project,
            &[Role::Developer, Role::Reviewer, Role::Architect, Role::ReleaseManager],
            "have the impact analysed",
        ),
        Command::RequestValidation => any(
            actor,
            project,
            &[Role::Developer, Role::Reviewer, Role::Architect, Role::ReleaseManager],
            "validate a change",
        ),
        Command::RequestWaiver { .. } => {
            any(actor, project, &[Role::Developer, Role::Architect, Role::ReleaseManager], "ask for a waiver")
        }
        Command::DecideWaiver { id, grant, .. } => {
            let asked = state.workflow.waivers.iter().any(|w| w.id == *id && w.requested_by == me);
            if !*grant && asked {
                return Ok(());
            }
            if *grant && (asked || mine) {
                return denied("Nobody grants a waiver for their own change or their own request; ask somebody else.");
            }
            any(actor, project, &[Role::Reviewer, Role::Architect], "decide on a waiver")
        }
        Command::RecordValidation(_)
        | Command::RecordAnalysis(_)
        | Command::RecordAnalysisFailure(_)
        | Command::Recheck => {
            if actor.origin == Origin::System {
                Ok(())
            } else {
                denied("Only the system itself does this.")
            }
        }
        Command::Approve { step, decision, .. } => {
            let Some(quorum) = state.workflow.step(step).and_then(|s| s.approval.as_ref()) else { return Ok(()) };
            if mine && *decision == Decision::Approve {
                return denied("Nobody approves their own change; ask somebody else.");
            }
            if actor.has(project, quorum.role) {
                Ok(())
            } else {
                denied(format!("Only somebody with the role {} may decide here.", quorum.role.label().to_lowercase()))
            }
        }
        Command::Hold { .. } | Command::Resume | Command::Cancel { .. } if mine => Ok(()),
        Command::Hold { .. } | Command::Resume => {
            any(actor, project, &[Role::Developer, Role::Architect, Role::ReleaseManager], "hold or resume a change")
        }
        Command::Cancel { .. } => any(actor, project, &[Role::ReleaseManager], "cancel somebody else's change"),
        Command::Reject { .. } => {
            any(actor, project, &[Role::Architect, Role::Stakeholder, Role::ReleaseManager], "reject a change")
        }
        Command::SkipStep { .. }
        | Command::RestoreStep { .. }
        | Command::AddStep { .. }
        | Command::MoveStep { .. }
        | Command::ReassignStep { .. } => {
            any(actor, project, &[Role::Developer, Role::Architect, Role::ReleaseManager], "customise a checklist")
        }
    }
}

/// Holds one of the roles, or administers the project.
fn any(actor: &Actor, project: &str, roles: &[Role], what: &str) -> Result<(), Refusal> {
    if actor.administers(project) || roles.iter().any(|r| actor.has(project, *r)) {
        return Ok(());
    }
    let names: Vec<String> = roles.iter().map(|r| r.label().to_lowercase()).chain(["admin".to_owned()]).collect();
    denied(format!("To {what} you need the role {} in this project.", names.join(" or ")))
}

fn denied<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Denied(why.into()))
}
