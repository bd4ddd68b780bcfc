//! The side navigation: 232 px, collapsible to icons; a drawer on a phone. Works without WASM.

use crate::ui::{Count, Glyph, Icon, browser};
use leptos::prelude::*;

/// One entry of the navigation. Give only entries that lead to a page the viewer may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// The word.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its icon.
    pub icon: Icon,
    /// A number beside it, such as unread messages.
    pub count: Option<usize>,
}

impl NavEntry {
    /// An entry.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self { label: label.into(), href: href.into(), icon, count: None }
    }
    /// With a number.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
    /// Dashboard, board, changes, rules, and with the rights audit and administration.
    pub fn standard(audit: bool, admin: bool) -> Vec<Self> {
        let mut entries = vec![
            Self::new("Dashboard", "/", Icon::LayoutDashboard),
            Self::new("Board", "/board", Icon::Board),
            Self::new("Changes", "/changes", Icon::Changes),
            Self::new("Rules", "/rules", Icon::Shield),
        ];
        if audit {
            entries.push(Self::new("Audit", "/audit", Icon::Audit));
        }
        if admin {
            entries.push(Self::new("Admin", "/admin", Icon::Settings));
        }
        entries
    }
    fn is_current(&self, path: &str) -> bool {
        if self.href == "/" { path == "/" } else { path == self.href || path.starts_with(&format!("{}/", self.href)) }
    }
}

/// The navigation beside the page (from 768 px on). A checkbox collapses it; the cookie `nav` remembers that.
#[component]
pub fn Nav(
    #[prop(into)] entries: Signal<Vec<NavEntry>>,
    #[prop(into)] path: Signal<String>,
    #[prop(optional)] collapsed: bool,
) -> impl IntoView {
    let remember = |event: leptos::ev::Event| {
        browser::set_cookie("nav", if event_target_checked(&event) { "collapsed" } else { "open" });
    };
    view! {
        <nav class="ui-nav" aria-label="Main">
            <a href="/" class="ui-nav-brand">
                <Glyph icon=Icon::Layers class="size-5 text-accent" />
                <span class="ui-nav-word">"Change management"</span>
            </a>
            <div class="flex-1 overflow-y-auto px-2 py-2">
                <NavList entries=entries path=path />
            </div>
            <label class="ui-nav-item relative mx-2 mb-2 cursor-pointer" title="Collapse or expand">
                <input type="checkbox" id="nav-collapse" class="ui-nav-toggle" checked=collapsed on:change=remember />
                <Glyph icon=Icon::PanelLeft class="size-4 text-muted" />
                <span class="ui-nav-word">"Collapse"</span>
            </label>
        </nav>
    }
}

/// The entries alone, also used by the drawer.
#[component]
pub fn NavList(#[prop(into)] entries: Signal<Vec<NavEntry>>, #[prop(into)] path: Signal<String>) -> impl IntoView {
    let item = move |entry: NavEntry| {
        let at = entry.clone();
        let title = entry.label.clone();
        view! {
            <li>
                <a
                    href=entry.href
                    class="ui-nav-item"
                    title=title
                    aria-current=move || path.with(|path| at.is_current(path)).then_some("page")
                >
                    <Glyph icon=entry.icon />
                    <span class="ui-nav-word flex-1">{entry.label}</span>
                    {entry.count.map(|count| view! { <span class="ui-nav-word"><Count value=count /></span> })}
                </a>
            </li>
        }
    };
    view! { <ul class="grid gap-0.5">{move || entries.get().into_iter().map(item).collect_view()}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_current_on_its_page_and_below() {
        let entry = NavEntry::new("Changes", "/changes", Icon::Changes);
        assert!(entry.is_current("/changes"));
        assert!(entry.is_current("/changes/CHG-42"));
        assert!(!entry.is_current("/changesets"));
        assert!(!NavEntry::new("Dashboard", "/", Icon::LayoutDashboard).is_current("/changes"));
    }
}
