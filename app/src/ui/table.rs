//! Tables that become stacked cards where they have less than 40 rem, as on a phone.

use super::icon::{Glyph, Icon};
use super::prop::Maybe;
use leptos::prelude::*;

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorted {
    /// Not by this column.
    #[default]
    No,
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// Heading of a column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The word; still read out when `hidden`.
    pub label: String,
    /// Right aligned, for numbers.
    pub numeric: bool,
    /// Not shown, only read out: for a column of buttons.
    pub hidden: bool,
    /// Where a press on the heading leads, and how the column is sorted now.
    pub sort: Option<(String, Sorted)>,
}

impl Column {
    /// A column of text.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
    /// Right aligned.
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
    /// Heading only for assistive technology.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
    /// A heading that links to the same list, sorted by this column.
    pub fn sort(mut self, href: impl Into<String>, sorted: Sorted) -> Self {
        self.sort = Some((href.into(), sorted));
        self
    }
}

/// A table: a caption (read out, and shown with `show_caption`), columns, and [`Row`]s of [`Cell`]s as children.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    #[prop(optional)] show_caption: bool,
    /// On a phone its cells stand side by side without the columns' words; see `ui-table-dense` in the style.
    #[prop(optional)]
    dense: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let head = columns.into_iter().map(heading).collect_view();
    view! {
        <div class="ui-table-box ui-scroll-x">
            <table class=format!("ui-table {} {class}", if dense { "ui-table-dense" } else { "" }) role="table">
                <caption class=if show_caption { "px-4 py-2 text-left text-xs text-muted" } else { "sr-only" }>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

fn heading(column: Column) -> impl IntoView {
    let class = if column.numeric { "text-right" } else { "text-left" };
    let label = view! { <span class=if column.hidden { "sr-only" } else { "" }>{column.label}</span> };
    let Some((href, sorted)) = column.sort else {
        return view! { <th class=class scope="col" role="columnheader">{label}</th> }.into_any();
    };
    let (aria, icon) = match sorted {
        Sorted::No => (None, Icon::ChevronsUpDown),
        Sorted::Up => (Some("ascending"), Icon::ArrowUp),
        Sorted::Down => (Some("descending"), Icon::ArrowDown),
    };
    let look = if sorted == Sorted::No { "" } else { "text-strong" };
    view! {
        <th class=class scope="col" role="columnheader" aria-sort=aria>
            <a href=href class=format!("inline-flex items-center gap-1 no-underline hover:text-strong {look}")>
                {label} <Glyph icon=icon class="size-3" />
            </a>
        </th>
    }
    .into_any()
}

/// A row. `selected` marks it; `muted` greys it out; `id` makes it linkable.
#[component]
pub fn Row(
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] selected: Signal<bool>,
    #[prop(optional)] muted: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <tr
            id=id
            role="row"
            class=format!("{class} {}", if muted { "text-muted" } else { "" })
            class:bg-accent-fill=move || selected.get()
            aria-selected=move || selected.get().then_some("true")
        >
            {children()}
        </tr>
    }
}

/// A cell. `label` repeats the column's word on a phone; leave it out where the content speaks for itself. `header`
/// marks the cell that names the row. `wide` gives it a whole line on a phone;
/// `actions` holds the row's buttons, which a phone shows at the upper right.
#[component]
pub fn Cell(
    #[prop(optional, into, name = "label")] Maybe(label): Maybe<String>,
    #[prop(optional)] numeric: bool,
    #[prop(optional)] header: bool,
    #[prop(optional)] wide: bool,
    #[prop(optional)] actions: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let mut look = class;
    if numeric {
        look.push_str(" ui-numeric");
    }
    if wide {
        look.push_str(" ui-wide");
    }
    if actions {
        look.push_str(" ui-actions");
    }
    if header {
        view! { <th class=look scope="row" role="rowheader" data-label=label>{children()}</th> }.into_any()
    } else {
        view! { <td class=look role="cell" data-label=label>{children()}</td> }.into_any()
    }
}
