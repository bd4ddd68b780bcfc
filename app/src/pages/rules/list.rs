//! All rules. The address alone says which are shown.

use crate::frame::Page;
use crate::server_fns::rules::{RuleFilter, list_rules};
use crate::ui::{Button, Choice, Crumb, Icon, Loaded, SearchInput, SelectField, Shape, Variant};
use crate::wire::reading;
use domain::words::{Effect, RuleFamily, Severity};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

fn asked(query: &ParamsMap) -> RuleFilter {
    let value = |key: &str| query.get(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    RuleFilter { text: value("text"), severity: value("severity"), effect: value("effect"), family: value("family") }
}

/// `/rules`.
#[component]
pub fn RulesPage() -> impl IntoView {
    let params = use_query_map();
    let filter = Memo::new(move |_| params.with(asked));
    let rules = reading(move || filter.get(), list_rules);
    view! {
        <Title text="Rules" />
        <Page title="Rules" subtitle="What a validation looks for, why it matters and what to do instead." crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Rules")]>
            <Filters filter=filter />
            <Loaded from=rules shape=Shape::Rows count=8 let:html>
                <div class="grid gap-4" inner_html=html></div>
            </Loaded>
        </Page>
    }
}

#[component]
fn Filters(filter: Memo<RuleFilter>) -> impl IntoView {
    let now = filter.get_untracked();
    let select = |name: &'static str,
                  label: &'static str,
                  blank: &'static str,
                  value: Option<String>,
                  all: Vec<Choice>| {
        let held = RwSignal::new(value.unwrap_or_default());
        view! { <SelectField name=name id=format!("rules-{name}") label=label hide_label=true blank=blank choices=all bind=held class="sm:w-48" /> }
    };
    let severities = Severity::ALL.iter().map(|word| Choice::new(word.as_str(), word.label())).collect();
    let effects = Effect::ALL.iter().map(|word| Choice::new(word.as_str(), word.label())).collect();
    let families = RuleFamily::ALL.iter().map(|word| Choice::new(word.as_str(), word.label())).collect();
    view! {
        <Form method="GET" action="/rules" attr:class="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
            <SearchInput name="text" id="rules-text" label="Search the rules" placeholder="Name, words, or DS103" value=now.text.unwrap_or_default() class="max-sm:col-span-2 sm:w-64" />
            {select("severity", "Severity", "Any severity", now.severity, severities)}
            {select("effect", "Effect", "Any effect", now.effect, effects)}
            {select("family", "Subject", "Any subject", now.family, families)}
            <Button submit=true icon=Icon::Filter>"Apply filters"</Button>
            {move || (filter.get() != RuleFilter::default()).then(|| view! { <Button href="/rules" variant=Variant::Ghost>"Clear filters"</Button> })}
        </Form>
    }
}
