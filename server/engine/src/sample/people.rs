//! The sample people, one for each role.

use domain::Actor;
use domain::words::{Origin, Role};
use std::collections::{BTreeMap, BTreeSet};

/// A sample person; the last role is the one they stand for.
pub(super) struct Person {
    pub name: &'static str,
    pub display_name: &'static str,
    pub roles: &'static [Role],
}

/// Everybody.
pub(super) const PEOPLE: &[Person] = &[
    Person { name: "vera", display_name: "Vera Lindqvist", roles: &[Role::Viewer] },
    Person { name: "ravi", display_name: "Ravi Menon", roles: &[Role::Requester] },
    Person { name: "daniela", display_name: "Daniela Costa", roles: &[Role::Developer] },
    Person { name: "rosa", display_name: "Rosa Keller", roles: &[Role::Reviewer] },
    Person { name: "amara", display_name: "Amara Okafor", roles: &[Role::Reviewer, Role::Architect] },
    Person { name: "sam", display_name: "Sam Whitfield", roles: &[Role::Stakeholder] },
    Person { name: "reto", display_name: "Reto Baumann", roles: &[Role::Stakeholder, Role::ReleaseManager] },
    Person { name: "ines", display_name: "Ines Moreau", roles: &[Role::Admin] },
];

impl Person {
    /// As an actor in the sample project.
    pub fn actor(&self, project: &str) -> Actor {
        Actor {
            name: self.name.to_owned(),
            display_name: self.display_name.to_owned(),
            admin: false,
            roles: self.roles_in(project),
            scopes: None,
            origin: Origin::Web,
        }
    }

    /// Roles by project key.
    pub fn roles_in(&self, project: &str) -> BTreeMap<String, BTreeSet<Role>> {
        BTreeMap::from([(project.to_owned(), self.roles.iter().copied().collect())])
    }
}

/// Who acts in a role: the second of those who hold it where `second` and there are two, never `not`.
pub(super) fn holder(role: Role, second: bool, not: &str) -> Option<&'static Person> {
    // Whoever holds one role only comes first.
    let mut all: Vec<&Person> = PEOPLE.iter().filter(|p| p.roles.contains(&role) && p.name != not).collect();
    all.sort_by_key(|p| p.roles.len());
    all.get(usize::from(second)).or_else(|| all.first()).copied()
}

/// A person by name.
pub(super) fn named(name: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|p| p.name == name)
}
