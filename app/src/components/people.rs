//! What people are called.

use crate::ui::{Avatar, Choice, Glyph, Icon};
use domain::access::SYSTEM;
use domain::api::KnownPerson;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The people whom the viewer works with, by user name; a context of every page that needs somebody to be signed in.
#[derive(Clone, Copy)]
pub struct People(StoredValue<BTreeMap<String, KnownPerson>>);

impl People {
    /// Provides them to everything below.
    pub fn provide(people: BTreeMap<String, KnownPerson>) {
        provide_context(Self(StoredValue::new(people)));
    }

    /// What to call this user: the user name itself where it is all that is known.
    pub fn name(user: &str) -> String {
        if user == SYSTEM {
            return "System".to_owned();
        }
        let known = use_context::<Self>()
            .and_then(|people| people.0.with_value(|all| all.get(user).map(|person| person.display_name.clone())));
        known.unwrap_or_else(|| user.to_owned())
    }

    /// Everybody known, by what they are called; only those with a role in this project where one is given.
    pub fn choices(project: Option<&str>) -> Vec<Choice> {
        let Some(people) = use_context::<Self>() else { return Vec::new() };
        let in_project = |person: &KnownPerson| project.is_none_or(|key| person.projects.contains(key));
        let mut all: Vec<Choice> = people.0.with_value(|all| {
            let those = all.iter().filter(|(_, person)| in_project(person));
            those.map(|(user, person)| Choice::new(user, &person.display_name)).collect()
        });
        all.sort_by_key(|choice| choice.label.to_lowercase());
        all
    }
}

/// A person by user name: initials and name, the user name on hover.
#[component]
pub fn Person(#[prop(into)] user: String, #[prop(optional, into)] class: String) -> impl IntoView {
    view! { <span class=format!("inline-flex max-w-full min-w-0 align-middle {class}") title=user.clone()><Avatar name=People::name(&user) with_name=true /></span> }
}

/// In place of a person where nobody has taken the change: the team whose it is.
#[component]
pub fn TeamMark(#[prop(into)] team: String, #[prop(optional, into)] class: String) -> impl IntoView {
    view! {
        <span class=format!("inline-flex max-w-full min-w-0 items-center gap-2 align-middle text-muted {class}") title=format!("Nobody has taken it; it is with the team {team}")>
            <span class="inline-flex size-5.5 shrink-0 items-center justify-center rounded-full border border-dashed border-control" aria-hidden="true">
                <Glyph icon=Icon::Users class="size-3" />
            </span>
            <span class="truncate">{format!("Team {team}")}</span>
        </span>
    }
}
