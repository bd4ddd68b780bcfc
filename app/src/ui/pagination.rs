//! Pages of a long list.

use super::{
    button::{Button, Size, Variant},
    icon::Icon,
};
use leptos::prelude::*;

/// "51–100 of 312" with links to the page before and after; a missing link is shown as disabled. `total` may be unknown.
#[component]
pub fn Pagination(
    /// Position of the first row shown, from 1.
    #[prop(into)]
    first: Signal<u64>,
    /// Position of the last row shown.
    #[prop(into)]
    last: Signal<u64>,
    #[prop(optional, into)] total: MaybeProp<u64>,
    #[prop(optional, into)] previous_href: MaybeProp<String>,
    #[prop(optional, into)] next_href: MaybeProp<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let words = move || {
        let range = format!("{}–{}", first.get(), last.get());
        match total.get() {
            Some(total) => format!("{range} of {total}"),
            None => range,
        }
    };
    let step = |href: Option<String>, icon, end: bool, label: &'static str| {
        match href {
        Some(href) => view! { <Button variant=Variant::Secondary size=Size::Small icon=icon icon_end=end href=href>{label}</Button> }.into_any(),
        None => view! { <Button variant=Variant::Secondary size=Size::Small icon=icon icon_end=end disabled=true>{label}</Button> }.into_any(),
    }
    };
    view! {
        <nav aria-label="Pages" class=format!("flex flex-wrap items-center justify-between gap-2 {class}")>
            <span class="text-xs text-muted tabular-nums">{words}</span>
            <span class="flex gap-2">
                {move || step(previous_href.get(), Icon::ChevronLeft, false, "Previous")}
                {move || step(next_href.get(), Icon::ChevronRight, true, "Next")}
            </span>
        </nav>
    }
}
