//! What the palette offers.

use super::help::HELP;
use crate::frame::NavEntry;
use crate::ui::Icon;
use crate::viewer::Viewer;
use domain::api::ChangeSummary;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub label: String,
    pub hint: String,
    pub href: String,
    pub icon: Icon,
    /// Its shortcut.
    pub key: Option<&'static str>,
}

/// Pages and actions that the viewer may open.
pub fn pages(viewer: &Viewer) -> Vec<Entry> {
    let page = |label: &str, href: &str, icon: Icon| Entry {
        label: label.to_owned(),
        hint: "Page".to_owned(),
        href: href.to_owned(),
        icon,
        key: None,
    };
    let create = viewer.may_create().then(|| Entry {
        hint: "Action".to_owned(),
        key: Some("C"),
        ..page("New change", "/changes/new", Icon::Plus)
    });
    let standard = NavEntry::standard(viewer.may_verify(), viewer.may_administer());
    let entries = standard.into_iter().map(|n| page(&n.label, &n.href, n.icon));
    let help = Entry {
        hint: "Help".to_owned(),
        key: Some("?"),
        ..page("Keyboard shortcuts", &format!("#{HELP}"), Icon::Command)
    };
    create.into_iter().chain(entries).chain([page("Account", "/account", Icon::User), help]).collect()
}

/// Entries whose words begin with what was typed.
pub fn matching(all: &[Entry], typed: &str) -> Vec<Entry> {
    let typed = typed.trim().to_lowercase();
    let hit = |e: &&Entry| {
        e.label.to_lowercase().split(' ').any(|word| word.starts_with(&typed))
            || e.label.to_lowercase().starts_with(&typed)
    };
    all.iter().filter(hit).cloned().collect()
}

/// A change as a line.
pub fn of_change(change: &ChangeSummary) -> Entry {
    let key = change.key();
    let hint = if change.status.is_live() { change.stage.label() } else { change.status.label() };
    Entry {
        label: format!("{key} {}", change.title),
        hint: hint.to_owned(),
        href: format!("/changes/{key}"),
        icon: Icon::Changes,
        key: None,
    }
}
