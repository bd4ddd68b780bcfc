//! The list of rules, grouped by what goes wrong.

use super::{coded, effect, opt_in, severity};
use crate::server_fns::rules::RuleFilter;
use crate::ui::{Card, Count, NoMatch};
use domain::api::RuleInfo;
use domain::words::{Effect, RuleFamily};
use leptos::prelude::*;

/// The rules that the filter leaves.
pub fn render(rules: Vec<RuleInfo>, filter: &RuleFilter) -> String {
    let all = rules.len();
    let found: Vec<RuleInfo> = rules.into_iter().filter(|rule| shown(rule, filter)).collect();
    if found.is_empty() {
        return view! { <Card><NoMatch what="rules" clear_href="/rules" /></Card> }.to_html();
    }
    let count = match found.len() {
        n if n == all => format!("{all} rules"),
        n => format!("{n} of {all} rules"),
    };
    let mut groups: Vec<(String, &'static str, Vec<RuleInfo>)> = Vec::new();
    for rule in found {
        let (id, title) = group(&rule);
        match groups.iter_mut().find(|(known, ..)| *known == id) {
            Some((.., rules)) => rules.push(rule),
            None => groups.push((id, title, vec![rule])),
        }
    }
    groups.sort_by_key(|(.., rules)| rules.first().map(order));
    let groups = groups
        .into_iter()
        .map(|(id, title, rules)| {
            let n = rules.len();
            let rows = rules.into_iter().map(row).collect_view();
            view! {
                <Card title=title id=id flush=true actions=move || view! { <Count value=n /> }>
                    <ul class="divide-y divide-line">{rows}</ul>
                </Card>
            }
        })
        .collect_view();
    view! { <p class="text-muted" role="status">{count}</p> {groups} }.to_html()
}

/// Rules on SQL stand under the foremost of their effects, the others under their family.
fn group(rule: &RuleInfo) -> (String, &'static str) {
    match (rule.family, rule.effects.first()) {
        (RuleFamily::Sql, Some(effect)) => (effect.to_string(), effect.label()),
        (family, _) => (format!("of-{family}"), family.label()),
    }
}

fn order(rule: &RuleInfo) -> (RuleFamily, Option<Effect>) {
    (rule.family, rule.effects.first().copied().filter(|_| rule.family == RuleFamily::Sql))
}

fn row(rule: RuleInfo) -> impl IntoView {
    let href = format!("/rules/{}", rule.name);
    let effects = rule.effects.into_iter().map(|one| effect(one, true)).collect_view();
    view! {
        <li class="grid gap-0.5 px-4 py-2.5">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                <a class="link font-mono font-medium break-all touch:inline-flex touch:min-h-11 touch:items-center" href=href>{rule.name}</a>
                {severity(rule.severity, true)}
                {effects}
                {opt_in(rule.opt_in, true)}
            </p>
            <p class="break-words text-normal">{coded(&rule.summary)}</p>
        </li>
    }
}

fn shown(rule: &RuleInfo, filter: &RuleFilter) -> bool {
    let has =
        |given: &Option<String>, held: Vec<&'static str>| given.as_deref().is_none_or(|given| held.contains(&given));
    let text = filter.text.as_deref().unwrap_or_default().to_lowercase();
    has(&filter.severity, rule.severity.iter().map(|word| word.as_str()).collect())
        && has(&filter.effect, rule.effects.iter().map(|word| word.as_str()).collect())
        && has(&filter.family, vec![rule.family.as_str()])
        && text.split_whitespace().all(|word| {
            let names = rule.also_known_as.iter().map(|other| other.name.to_lowercase());
            rule.name.contains(word)
                || rule.summary.to_lowercase().contains(word)
                || names.into_iter().any(|name| name.contains(word))
        })
}
