//! The filters above a list. A plain GET form; with WASM each choice takes effect at once.

use super::address::ListAddress;
use crate::components::people::People;
use crate::ui::{Button, Choice, FilterChip, Glyph, Icon, SearchInput, SelectField, Size, Variant, button_class};
use domain::api::{ChangeFilter, ProjectInfo};
use domain::words::{ChangeType, Priority, Stage, WorkflowStatus};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_navigate;

macro_rules! choices {
    ($words:ty) => {
        <$words>::ALL.iter().map(|w| Choice::new(w.as_str(), w.label())).collect::<Vec<_>>()
    };
}

fn named(names: impl Iterator<Item = String>) -> Vec<Choice> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| Choice::new(name.clone(), name)).collect()
}

/// Search, one select a facet, and a chip for each filter in force.
#[component]
pub fn FilterBar(#[prop(into)] filter: Signal<ChangeFilter>, projects: Vec<ProjectInfo>) -> impl IntoView {
    let status =
        [Choice::new("live", "Open or on hold")].into_iter().chain(choices!(WorkflowStatus)).collect::<Vec<_>>();
    let teams = named(projects.iter().flat_map(|p| p.config.teams.iter().map(|t| t.name.clone())));
    let components = named(projects.iter().flat_map(|p| p.config.components.iter().map(|c| c.name.clone())));
    let keys: Vec<Choice> = projects.iter().map(|p| Choice::new(p.config.key.clone(), p.config.name.clone())).collect();
    let breaking = vec![Choice::new("true", "Breaking"), Choice::new("false", "Not breaking")];
    let facet = move |key: &'static str, label: &'static str, all: &'static str, choices: Vec<Choice>| {
        view! { <Facet filter=filter key=key label=label all=all choices=choices /> }
    };
    let several = keys.len() > 1;
    let text = filter.with_untracked(|f| f.text.clone().unwrap_or_default());
    view! {
        <Form method="GET" action="/changes" attr:class="mb-3 grid gap-2">
            <input type="checkbox" id="more-filters" class="peer sr-only sm:hidden" />
            <div class="flex flex-wrap gap-2 peer-focus-visible:[&_label]:outline-2 peer-checked:[&_.ui-facet]:block peer-checked:[&_.ui-apply]:inline-flex">
                <SearchInput name="text" id="list-search" label="Search in this list" value=text placeholder="Number, title or words" class="flex-1 sm:w-64 sm:flex-none" />
                <label for="more-filters" class=format!("{} sm:hidden", button_class(Variant::Secondary, Size::Medium))>
                    <Glyph icon=Icon::Filter /> "Filters"
                </label>
                {several.then(|| facet("project", "Project", "Any project", keys))}
                {facet("status", "Status", "Any status", status)}
                {facet("stage", "Stage", "Any stage", choices!(Stage))}
                {facet("type", "Type", "Any type", choices!(ChangeType))}
                {facet("priority", "Priority", "Any priority", choices!(Priority))}
                {facet("team", "Team", "Any team", teams)}
                {facet("component", "Component", "Any component", components)}
                {facet("breaking", "Breaking", "Breaking or not", breaking)}
                <Button submit=true variant=Variant::Secondary icon=Icon::Filter class="ui-apply max-sm:hidden">"Apply filters"</Button>
            </div>
        </Form>
        <Chips filter=filter />
    }
}

#[component]
fn Facet(
    filter: Signal<ChangeFilter>,
    key: &'static str,
    label: &'static str,
    all: &'static str,
    choices: Vec<Choice>,
) -> impl IntoView {
    let current = move |f: &ChangeFilter| {
        let mut values = ListAddress::parts(f).into_iter().filter(|(k, _)| *k == key).map(|(_, value)| value);
        values.next().filter(|_| values.next().is_none()).unwrap_or_default()
    };
    let held = RwSignal::new(filter.with_untracked(current));
    Effect::new(move |_| held.set(filter.with(current)));
    let navigate = use_navigate();
    let choose = Callback::new(move |value: String| {
        navigate(&filter.with_untracked(|f| ListAddress::with(f, key, &value)), Default::default());
    });
    view! {
        <SelectField
            name=key
            id=format!("filter-{key}")
            label=label
            hide_label=true
            choices=Signal::stored(choices)
            blank=all
            bind=held
            on_change=choose
            class="ui-facet w-[calc(50%-0.25rem)] max-sm:hidden sm:w-42"
        />
    }
}

fn chip_label(key: &str) -> String {
    let mut chars = key.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A filter's value in words.
pub fn chip_value(key: &str, value: &str) -> String {
    if matches!(key, "assignee" | "requester") && value != "none" {
        return People::name(value);
    }
    let label = match key {
        "status" if value == "live" => Some("Open or on hold"),
        "status" => value.parse::<WorkflowStatus>().ok().map(WorkflowStatus::label),
        "stage" => value.parse::<Stage>().ok().map(Stage::label),
        "type" => value.parse::<ChangeType>().ok().map(ChangeType::label),
        "priority" => value.parse::<Priority>().ok().map(Priority::label),
        "breaking" => Some(if value == "true" { "Yes" } else { "No" }),
        "assignee" if value == "none" => Some("Nobody"),
        _ => None,
    };
    label.unwrap_or(value).to_owned()
}

/// What is filtered now, each with a cross.
#[component]
fn Chips(filter: Signal<ChangeFilter>) -> impl IntoView {
    move || {
        let filter = filter.get();
        let parts = ListAddress::parts(&filter);
        if parts.is_empty() {
            return ().into_any();
        }
        let clear = ListAddress::href(&ChangeFilter { sort: filter.sort, ..ChangeFilter::default() });
        let chips = parts
            .into_iter()
            .map(|(key, value)| view! { <FilterChip label=chip_label(key) value=chip_value(key, &value) remove_href=ListAddress::without(&filter, key, &value) /> })
            .collect_view();
        view! {
            <div class="mb-3 flex flex-wrap items-center gap-2" role="group" aria-label="Filters in force">
                {chips} <a href=clear class="link text-xs touch:inline-flex touch:min-h-11 touch:items-center">"Clear filters"</a>
            </div>
        }
        .into_any()
    }
}
