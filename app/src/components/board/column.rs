//! A column of a board: heading, and what dropping here would do while a card is lifted.

use crate::drag::{DragBoard, Target};
use crate::ui::{Glyph, Icon, Maybe};
use leptos::{children::ViewFnOnce, prelude::*};

/// The column `id`. `head` stands at the right of its name; the children are the slots, `<li>` each.
#[component]
pub fn BoardColumn(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    board: DragBoard,
    icon: Icon,
    #[prop(optional, into)] icon_class: String,
    #[prop(into)] head: ViewFnOnce,
    /// A line below the name.
    #[prop(optional, into, name = "note")]
    Maybe(note): Maybe<AnyView>,
    /// The heading stands right below the page's own.
    #[prop(optional)]
    top: bool,
    /// Classes of the width.
    #[prop(optional, into)]
    class: String,
    /// Classes of the list: height and scrolling.
    #[prop(optional, into)]
    list_class: String,
    children: Children,
) -> impl IntoView {
    let look = {
        let id = id.clone();
        move || {
            let state = match board.target(&id) {
                Target::Idle => "border-transparent bg-surface-2",
                Target::Open(_, true) => "border-accent bg-accent-fill",
                Target::Open(_, false) => "border-accent-line border-dashed bg-surface-2",
                Target::Shut(_, true) => "border-danger-line bg-danger-fill",
                Target::Shut(_, false) => "border-transparent bg-surface-2 opacity-50",
            };
            format!("flex min-w-0 flex-col rounded border p-1.5 transition-colors duration-150 {state} {class}")
        }
    };
    let says = {
        let id = id.clone();
        move || match board.target(&id) {
            Target::Idle => None,
            Target::Open(what, _) => Some((Icon::ArrowDown, "text-accent", what)),
            Target::Shut(why, _) => Some((Icon::Lock, "text-normal", why)),
        }
    };
    let says = move || {
        says().map(|(icon, tone, text)| {
            view! {
                <p class=format!("flex gap-1 px-1.5 pb-1.5 text-xs {tone}")>
                    <Glyph icon=icon class="mt-0.5 size-3" />
                    <span class="min-w-0 break-words">{text}</span>
                </p>
            }
        })
    };
    let labelled = format!("column-{id}");
    let heading_id = labelled.clone();
    const HEADING: &str = "min-w-0 flex-1 truncate font-semibold text-strong";
    let heading = match top {
        true => view! { <h2 id=heading_id class=HEADING>{label}</h2> }.into_any(),
        false => view! { <h3 id=heading_id class=format!("{HEADING} text-xs")>{label}</h3> }.into_any(),
    };
    view! {
        <section data-column=id class=look aria-labelledby=labelled>
            <div class="flex min-h-8 items-center gap-1 px-1">
                <Glyph icon=icon class=format!("size-4 {icon_class}") />
                {heading}
                {head.run()}
            </div>
            {note}
            {says}
            <ul data-column-scroll="" class=format!("relative grid min-h-16 flex-1 content-start gap-1.5 {list_class}")>{children()}</ul>
        </section>
    }
}
