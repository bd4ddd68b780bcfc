//! Widgets. They know no domain: plain texts, numbers, links, booleans and callbacks go in.
//!
//! `use crate::ui::*;` brings all. Most text props take `&str` or `String`; props marked ~ also take signals; `?` is
//! optional. Handlers are callbacks: `on_click=Callback::new(move |_| …)`. Slots are closures:
//! `actions=move || view! { … }`. Every widget takes `class?`.
//!
//! | widget | props |
//! |---|---|
//! | [`Glyph`] | icon ([`Icon`]), class? (size and colour, `size-4`) |
//! | [`Button`] | variant? ([`Variant`]), size? ([`Size`]), icon?, icon_end?, href?, submit?, name?, value?, form?, id?, disabled?~, pending?~, described_by?~, on_click?, children |
//! | [`IconButton`] | icon, label, variant? (ghost), size?, href?, submit?, name?, value?, id?, disabled?~, on_click? |
//! | [`Badge`] | tone? ([`Tone`]), icon?, plain?, title?, children |
//! | [`Count`] | value~, of? |
//! | [`Card`] | title?, hint?, icon?, id?, actions? (slot), flush?, children |
//! | [`Notice`] | tone?, title?, icon?, live?, actions? (slot), children |
//! | [`Figure`] | label, value, unit?, trend?, trend_tone?, trend_icon?, href? |
//! | [`TextField`] | name, label, kind?, value?, bind? (`RwSignal<String>`), on_input? (`Callback<String>`), hint?~, error?~, required?, disabled?, readonly?, autofocus?, hide_label?, mono?, placeholder?, autocomplete?, inputmode?, maxlength?, min?, max?, list?, id? |
//! | [`TextArea`] | name, label, value?, bind?, on_input?, hint?~, error?~, required?, disabled?, hide_label?, mono?, placeholder?, maxlength?, rows?, id? |
//! | [`SelectField`] | name, label, choices~ (`Vec<Choice>`), value?, bind?, on_change?, blank?, hint?~, error?~, required?, disabled?, hide_label?, id? |
//! | [`CheckboxField`] | name, label, value?, checked?, on_change? (`Callback<bool>`), hint?~, error?~, required?, disabled?, id? |
//! | [`RadioGroup`] | name, label, choices, value?, on_change?, hint?~, error?~, required?, inline? |
//! | [`FieldGroup`] | legend, hint?, children |
//! | [`Field`] | id, label, hint?~, error?~, required?, hide_label?, children: a control of your own |
//! | [`SegmentedField`] | name, label, choices, value?, hide_label?, on_change? |
//! | [`ErrorSummary`] | problems~ (`Vec<FormProblem>`), attempt? (`Signal<usize>`), id? |
//! | [`Table`] | caption, columns (`Vec<Column>`: `.numeric()`, `.hidden()`, `.roomy()`, `.sort(href, Sorted)`), show_caption?, dense?, children: [`Row`]s |
//! | [`Row`] | id?, selected?~, muted?, children: [`Cell`]s |
//! | [`Cell`] | label?, numeric?, header?, wide?, actions?, children |
//! | [`Dialog`] | id, title, description?, place? ([`Place`]), open? (`RwSignal<bool>`), on_close?, bare?, footer? (slot), children |
//! | [`DialogTrigger`], [`DialogClose`] | target (id of the dialog), variant?, size?, icon?, id?, disabled?, children |
//! | [`Menu`] | label, icon?~, icon_only?, variant?, size?, end?, id?, children |
//! | [`MenuLink`] | href, icon?, current?, children |
//! | [`MenuButton`] | icon?, submit?, name?, value?, checked?, danger?, disabled?~, reason?, on_click?, children |
//! | [`MenuDivider`] | label? |
//! | [`Disclosure`] | summary, open?, quiet?, id?, children |
//! | [`Tabs`], [`Segmented`] | label, tabs~ (`Vec<Tab>`: `Tab::new(label, href, current).count(n).icon(i)`) |
//! | [`Progress`] | value~, max~, label, show_label?, tone? |
//! | [`Stepper`] | stages~ (`Vec<Stage>`: `Stage::new(label).text("3 of 5").state(StageState)`), current~ (index), label |
//! | [`Avatar`] | name, with_name?, large? · [`Nobody`]: word? |
//! | [`Time`] | at~, exact? — needs a [`Clock`] in context (`Clock::provide(now, offset_minutes)`) |
//! | [`Skeleton`] | shape? ([`Shape`]), count? |
//! | [`NoneYet`] | title, text?, icon?, actions? (slot) |
//! | [`NoMatch`] | what, clear_href |
//! | [`NotAllowed`] | reason?, back_href? |
//! | [`Failed`] | title?, message?, reference?, retry? (`Callback<()>`), href? |
//! | [`NotFound`] | what?, back_href? |
//! | [`Loaded`] | from (`Reading<Result<T, E>>`, `E:` [`AsFailure`]), shape?, count?, back_href?, `let:value` children |
//! | [`FailureView`] | failure ([`Failure`]), retry?, back_href? |
//! | [`LiveRegion`] | none; [`Announcer::expect()`]`.say(text)` / `.toast(tone, text)` |
//! | [`CopyText`] | text, label, shown? |
//! | [`ServerHtml`] | html~: HTML of the server, brought up to date in place |
//! | [`Kbd`] | keys ("Ctrl K") |
//! | [`Breadcrumb`] | crumbs~ (`vec![Crumb::link("Changes", "/changes"), Crumb::here("CHG-42")]`) |
//! | [`Pagination`] | first~, last~, total?~, previous_href?~, next_href?~ |
//! | [`Properties`], [`Property`] | wide?, children · label, stacked?, children |
//! | [`RowList`], [`CheckRow`] | label?, children · tone?, icon?, state, title, reason?, owner?, id?, actions? (slot) |
//! | [`Timeline`], [`TimelineItem`] | label, children · icon, tone?, time? (slot), id?, children |
//! | [`CodeBlock`] | text, label, copy? |
//! | [`DiffView`] | lines (`diff_lines(unified)`), label |
//! | [`FilterChip`] | label, value, remove_href |
//! | [`SearchInput`] | name, label, value?, placeholder?, id?, on_input? |
//! | [`Toolbar`] | label, children |
//!
//! The frame (`crate::frame`): `Frame` (entries~, path~, top slot, collapsed?, banner? slot, children), `Page` (title~, crumbs?~,
//! subtitle?~, beside? slot, actions? slot, primary? slot, wide?, narrow?, children), `TopBar` (entries~, path~, search?,
//! new_href?~, end? slot), `ThemeMenu` (action, current~, next~, on_theme?), `UserMenu` (name, roles, children: menu
//! entries), `OfflineBanner` (since~).
//!
//! Colours: `bg-surface-0..3`, `text-strong|normal|muted`, `border-line`, `border-control`, `bg-accent`, `text-accent`,
//! `text-on-accent`, `bg-accent-fill`, and for each of neutral, info, success, warning, danger `text-x`, `bg-x-fill`,
//! `border-x-line`, and `bg-x-solid` for bars and marks. Sizes: `text-xs` 12, `text-sm` 14, `text-base` 14 (16 on a
//! phone), `text-md` 16, `text-lg` 20, `text-xl` 28; `min-h-control` 32 (44 on touch), `min-h-control-sm` 28 (44 on
//! touch). Variant `touch:` is a coarse pointer or a phone. `class="link"` is a text link. No `style` attributes: the
//! content security policy refuses them.

mod avatar;
mod badge;
mod breadcrumb;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub mod browser;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "browser_ssr.rs"]
pub mod browser;
mod button;
mod card;
mod choice_field;
mod code;
mod copy;
mod dialog;
mod empty;
mod error_summary;
mod field;
mod filter;
pub mod gallery;
mod icon;
mod kbd;
mod list;
mod loaded;
mod menu;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod morph;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "morph_ssr.rs"]
mod morph;
mod pagination;
mod progress;
mod prop;
mod segmented;
mod select_field;
mod server_html;
mod stepper;
mod table;
mod text_field;
mod time;
mod toast;

pub use avatar::{Avatar, Nobody, initials};
pub use badge::{Badge, Count, Tone};
pub use breadcrumb::{Breadcrumb, Crumb};
pub use button::{Button, IconButton, Size, Spinner, Variant, button_class};
pub use card::{Card, Figure, Notice};
pub use choice_field::{CheckboxField, RadioGroup};
pub use code::{CodeBlock, DiffLine, DiffView, LineKind, diff_lines};
pub use copy::CopyText;
pub use dialog::{Dialog, DialogClose, DialogTrigger, Place};
pub use empty::{EmptyState, Failed, NoMatch, NoneYet, NotAllowed, NotFound, Shape, Skeleton};
pub use error_summary::{ErrorSummary, FormProblem};
pub use field::{Choice, Field, FieldGroup, field_id};
pub use filter::{FilterChip, SearchInput, Toolbar};
pub use icon::{Glyph, Icon};
pub use kbd::Kbd;
pub use list::{CheckRow, Properties, Property, RowList, Timeline, TimelineItem};
pub use loaded::{AsFailure, Failure, FailurePage, FailureView, Loaded};
pub use menu::{Disclosure, Menu, MenuButton, MenuDivider, MenuLink};
pub use pagination::Pagination;
pub use progress::Progress;
pub use prop::Maybe;
pub use segmented::{Segmented, SegmentedField, Tab, Tabs};
pub use select_field::SelectField;
pub use server_html::ServerHtml;
pub use stepper::{Stage, StageState, Stepper};
pub use table::{Cell, Column, Row, Sorted, Table};
pub use text_field::{TextArea, TextField};
pub use time::{Clock, Time, exact_text, relative, span};
pub use toast::{Announcer, LiveRegion, Toast, ToastBox};
