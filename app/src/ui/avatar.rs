//! People.

use leptos::prelude::*;

/// The first letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// Initials in a circle; the whole name on hover. `with_name` writes the name beside it.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional)] with_name: bool,
    #[prop(optional)] large: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let size = if large { "size-8 text-xs" } else { "size-5.5 text-[0.625rem]" };
    let circle = format!(
        "inline-flex shrink-0 items-center justify-center rounded-full border border-neutral-line bg-neutral-fill font-semibold text-neutral {size}"
    );
    let letters = initials(&name);
    let title = name.clone();
    view! {
        <span class=format!("inline-flex min-w-0 items-center gap-2 align-middle {class}") title=(!with_name).then_some(title)>
            <span class=circle aria-hidden="true">{letters}</span>
            <span class=if with_name { "truncate" } else { "sr-only" }>{name}</span>
        </span>
    }
}

/// Nobody: a dashed circle with a word.
#[component]
pub fn Nobody(#[prop(default = "Unassigned".to_owned(), into)] word: String) -> impl IntoView {
    view! {
        <span class="inline-flex min-w-0 items-center gap-2 align-middle text-muted">
            <span class="inline-flex size-5.5 shrink-0 rounded-full border border-dashed border-control" aria-hidden="true"></span>
            {word}
        </span>
    }
}
