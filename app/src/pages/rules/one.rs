//! One rule, also by another tool's name for it.

use crate::frame::Page;
use crate::server_fns::rules::get_rule;
use crate::ui::{Button, Crumb, Icon, Loaded, Shape};
use crate::wire::reading;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// `/rules/:name`.
#[component]
pub fn RulePage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|p| p.get("name").unwrap_or_default()));
    let rule = reading(move || name.get(), get_rule);
    view! {
        <Loaded from=rule shape=Shape::Page whole=true back_href="/rules" let:rule>
            {
                let crumbs = vec![Crumb::link("Rules", "/rules"), Crumb::here(rule.name.clone())];
                view! {
                    <Title text=rule.name.clone() />
                    <Page title=rule.name subtitle=rule.summary crumbs=crumbs actions=|| view! { <Button icon=Icon::List href="/rules">"All rules"</Button> }>
                        <div class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]" inner_html=rule.html></div>
                    </Page>
                }
            }
        </Loaded>
    }
}
