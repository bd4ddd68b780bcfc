//! Where this page stands.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A step of the way: a word, and where it leads. The last one is the page itself and has no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// The word.
    pub label: String,
    /// Where it leads; `None` for the page itself.
    pub href: Option<String>,
}

impl Crumb {
    /// A page above this one.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }
    /// The page itself.
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// The way from the start to this page.
#[component]
pub fn Breadcrumb(#[prop(into)] crumbs: Signal<Vec<Crumb>>) -> impl IntoView {
    let items = move || {
        crumbs
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, crumb)| {
                let word = match crumb.href {
                    Some(href) => view! {
                        <a href=href class="inline-flex items-center text-muted no-underline hover:text-strong hover:underline touch:min-h-11">
                            {crumb.label}
                        </a>
                    }
                    .into_any(),
                    None => view! { <span class="truncate text-normal" aria-current="page">{crumb.label}</span> }.into_any(),
                };
                view! {
                    <li class="flex min-w-0 items-center gap-1">
                        {(index > 0).then(|| view! { <Glyph icon=Icon::ChevronRight class="size-3 text-muted" /> })} {word}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav aria-label="Breadcrumb" class="touch:-my-2">
            <ol class="flex min-w-0 flex-wrap items-center gap-1 text-xs">{items}</ol>
        </nav>
    }
}
