//! The closed vocabularies of the product. Every word has one spelling on the wire (kebab-case), one on the screen.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A word that is not in the vocabulary it was read for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a known {what}; use one of: {allowed}")]
pub struct UnknownWord {
    /// Name of the vocabulary, for people.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// All accepted spellings, separated by commas.
    pub allowed: String,
}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident ($what:literal) { $( $variant:ident = $text:tt, $label:tt; )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $( #[doc = $label] #[serde(rename = $text)] $variant, )+ }

        impl $name {
            /// Every member, in the order in which people expect them.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];
            /// Wire spelling.
            pub const fn as_str(self) -> &'static str { match self { $( Self::$variant => $text, )+ } }
            /// Screen spelling, sentence case.
            pub const fn label(self) -> &'static str { match self { $( Self::$variant => $label, )+ } }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(s: &str) -> Result<Self, UnknownWord> {
                match s {
                    $( $text => Ok(Self::$variant), )+
                    other => Err(UnknownWord {
                        what: $what,
                        given: other.chars().take(60).collect(),
                        allowed: [ $( $text, )+ ].join(", "),
                    }),
                }
            }
        }
    };
}

vocabulary! {
    /// Where a run of the validation, or a part of it, stands.
    RunState ("run state") {
        Queued = "queued", "Waiting";
        Running = "running", "Running";
        Done = "done", "Done";
        Failed = "failed", "Failed";
        Superseded = "superseded", "Superseded";
    }
}

vocabulary! {
    /// What a run looks at.
    RunSubject ("run subject") {
        Branch = "branch", "Branch";
        Impact = "impact", "Impact";
    }
}

vocabulary! {
    /// What the system decides from a run; each is a step of the checklist (SPEC R3.1, R4.5).
    Check ("check") {
        Components = "components", "Components";
        Dependencies = "dependencies", "Dependencies";
        Completeness = "completeness", "Completeness";
        BreakingChanges = "breaking-changes", "Breaking changes";
        Rollback = "rollback", "Rollback";
    }
}

vocabulary! {
    /// How much a finding matters.
    Severity ("severity") {
        Error = "error", "Blocks";
        Warning = "warning", "Warning";
        Notice = "notice", "Notice";
    }
}

vocabulary! {
    /// What goes wrong because of a finding.
    Effect ("effect") {
        Breaking = "breaking", "Breaks code";
        DataLoss = "data-loss", "Loses data";
        Blocking = "blocking", "Makes others wait";
        DataDependent = "data-dependent", "May fail on data";
        Irreversible = "irreversible", "Cannot be undone";
        Malformed = "malformed", "Cannot be understood";
        Incomplete = "incomplete", "Incomplete";
        Convention = "convention", "Convention";
    }
}

vocabulary! {
    /// What a rule looks at.
    RuleFamily ("family of rules") {
        Sql = "sql", "Migrations";
        Request = "request", "Request and files";
        Completeness = "completeness", "Completeness";
        Proof = "proof", "Proof on a database";
        Api = "api", "API document";
    }
}

vocabulary! {
    /// What kind of change is requested (SPEC R1.3).
    ChangeType ("change type") {
        AddTable = "add-table", "Add table";
        RenameTable = "rename-table", "Rename table";
        RemoveTable = "remove-table", "Remove table";
        AddField = "add-field", "Add field";
        ModifyField = "modify-field", "Modify field";
        RenameField = "rename-field", "Rename field";
        RemoveField = "remove-field", "Remove field";
        AddIndex = "add-index", "Add index";
        RemoveIndex = "remove-index", "Remove index";
        AddConstraint = "add-constraint", "Add constraint";
        RemoveConstraint = "remove-constraint", "Remove constraint";
        AddRelation = "add-relation", "Add relation";
        DataMigration = "data-migration", "Data migration";
        AddEndpoint = "add-endpoint", "Add endpoint";
        ModifyEndpoint = "modify-endpoint", "Modify endpoint";
        RemoveEndpoint = "remove-endpoint", "Remove endpoint";
        AddRepositoryMethod = "add-repository-method", "Add repository method";
        Performance = "performance", "Performance";
    }
}

vocabulary! {
    /// How urgent a change is.
    Priority ("priority") {
        Low = "low", "Low";
        Medium = "medium", "Medium";
        High = "high", "High";
        Critical = "critical", "Critical";
    }
}

vocabulary! {
    /// Estimated size of the work.
    Effort ("effort") {
        Xs = "xs", "XS";
        S = "s", "S";
        M = "m", "M";
        L = "l", "L";
        Xl = "xl", "XL";
    }
}

vocabulary! {
    /// How dangerous a change is, with reasons given beside it.
    Risk ("risk") {
        Low = "low", "Low";
        Medium = "medium", "Medium";
        High = "high", "High";
        Critical = "critical", "Critical";
    }
}

vocabulary! {
    /// Whether a change is being worked on or how it ended (SPEC R2.1).
    WorkflowStatus ("status") {
        Open = "open", "Open";
        OnHold = "on-hold", "On hold";
        Closed = "closed", "Closed";
        Rejected = "rejected", "Rejected";
        Cancelled = "cancelled", "Cancelled";
        RolledBack = "rolled-back", "Rolled back";
    }
}

impl WorkflowStatus {
    /// True while work can go on, at once or after a hold.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::OnHold)
    }
}

vocabulary! {
    /// The eight stages a change passes, in order (SPEC R2.1).
    Stage ("stage") {
        Submission = "submission", "Submission";
        ImpactAnalysis = "impact-analysis", "Impact analysis";
        Planning = "planning", "Planning";
        Implementation = "implementation", "Implementation";
        Validation = "validation", "Validation";
        Review = "review", "Review";
        Deployment = "deployment", "Deployment";
        PostDeployment = "post-deployment", "Post-deployment";
    }
}

impl Stage {
    /// The stage after this one, if any.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }
    /// Position, from 0.
    pub fn index(self) -> usize {
        self as usize
    }
}

vocabulary! {
    /// What a person is allowed to be in a project (SPEC R11.2).
    Role ("role") {
        Viewer = "viewer", "Viewer";
        Requester = "requester", "Requester";
        Developer = "developer", "Developer";
        Reviewer = "reviewer", "Reviewer";
        Architect = "architect", "Architect";
        Stakeholder = "stakeholder", "Stakeholder";
        ReleaseManager = "release-manager", "Release manager";
        Admin = "admin", "Admin";
    }
}

vocabulary! {
    /// What can prove that a step was done (SPEC R2.5).
    EvidenceKind ("evidence kind") {
        Link = "link", "Link";
        Commit = "commit", "Commit";
        PullRequest = "pull-request", "Pull request";
        TestRun = "test-run", "Test run";
        Approval = "approval", "Approval";
        Document = "document", "Document";
        Note = "note", "Note";
    }
}

vocabulary! {
    /// What an approver says.
    Decision ("decision") {
        Approve = "approve", "Approve";
        RequestChanges = "request-changes", "Request changes";
    }
}

vocabulary! {
    /// Which layer of a product a component belongs to.
    Layer ("layer") {
        Database = "database", "Database";
        Repository = "repository", "Repository";
        Api = "api", "API";
        Client = "client", "Client";
        Other = "other", "Other";
    }
}

vocabulary! {
    /// What an API token may be used for (SPEC R11.1).
    Scope ("scope") {
        Read = "read", "Read";
        Write = "write", "Write";
        Approve = "approve", "Approve";
        Admin = "admin", "Admin";
    }
}

vocabulary! {
    /// Through which skin an operation came in.
    Origin ("origin") {
        Web = "web", "Web";
        Rest = "rest", "REST";
        Cli = "cli", "CLI";
        System = "system", "System";
    }
}

vocabulary! {
    /// State of a step as a person sees it; the columns of a change's board.
    StepStatus ("step status") {
        Blocked = "blocked", "Blocked";
        Ready = "ready", "Ready";
        InProgress = "in-progress", "In progress";
        Done = "done", "Done";
        NotApplicable = "not-applicable", "Not applicable";
    }
}

vocabulary! {
    /// State of a gate on the readiness panel.
    GateStatus ("gate status") {
        Failed = "failed", "Failed";
        Waiting = "waiting", "Waiting";
        Passed = "passed", "Passed";
    }
}
