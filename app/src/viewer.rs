//! Who looks at the page, and what the frame around it needs to know.

use domain::Actor;
use domain::access::{Action, may};
use domain::api::{KnownPerson, Me};
use domain::words::{Origin, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The signed-in person, as the frame and the pages see them. Rights here only decide what is offered; the use cases
/// decide what is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person; `None` where nobody is signed in.
    pub me: Option<Me>,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// The people they work with, by user name.
    #[serde(default)]
    pub people: BTreeMap<String, KnownPerson>,
}

impl Viewer {
    /// The person as an actor; anonymous where nobody is signed in.
    pub fn actor(&self) -> Actor {
        self.me.clone().map_or_else(
            || Actor::anonymous(Origin::Web),
            |me| Actor {
                name: me.name,
                display_name: me.display_name,
                admin: me.admin,
                roles: me.roles,
                scopes: None,
                origin: Origin::Web,
            },
        )
    }
    /// True where they may submit a change to some project.
    pub fn may_create(&self) -> bool {
        self.somewhere(Action::Create)
    }
    /// True where they may check the audit trail of some project.
    pub fn may_verify(&self) -> bool {
        self.somewhere(Action::VerifyAudit)
    }
    /// True where they administer the server or some project.
    pub fn may_administer(&self) -> bool {
        self.somewhere(Action::AdministerProject)
    }
    /// Words for their roles, without repeats.
    pub fn role_words(&self) -> Vec<String> {
        let Some(me) = &self.me else { return Vec::new() };
        let held: Vec<Role> =
            Role::ALL.iter().copied().filter(|role| me.roles.values().any(|roles| roles.contains(role))).collect();
        let server = me.admin.then(|| "Server admin".to_owned());
        server.into_iter().chain(held.into_iter().map(|role| role.label().to_owned())).collect()
    }
    fn somewhere(&self, action: Action<'_>) -> bool {
        let actor = self.actor();
        actor.admin || actor.roles.keys().any(|project| may(&actor, action, project).is_ok())
    }
}

/// The viewer of this page; nobody where the page stands outside the signed-in part.
pub fn viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_default()
}
