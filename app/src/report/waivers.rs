//! Asking for waivers, and deciding on them. Plain forms: they post and come back.

use super::model::Finding;
use crate::server_fns::validation::{DecideWaiver, RequestWaiver};
use crate::ui::{Badge, Button, Size, TextArea, TextField, Tone, Variant};
use domain::api::{ValidationView, WaiverView};
use domain::change::WAIVER_DAYS;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Waivers that are shown at once.
const SHOWN: usize = 10;

/// The form below a finding that blocks; nothing where it is waived, or the viewer may not ask.
pub fn form(finding: &Finding, view: &ValidationView, key: &str) -> Option<AnyView> {
    let open =
        view.waivers.iter().find(|w| w.waiver.fingerprint == finding.fingerprint && (w.counts || w.waiver.is_open()));
    if let Some(WaiverView { waiver, counts, .. }) = open {
        let said = match counts {
            true => format!("Waived until {}: {}", waiver.last_day(), waiver.reason),
            false => format!("{} asked for a waiver: {}", waiver.requested_by, waiver.reason),
        };
        return Some(view! { <p class="text-xs text-muted">{said}</p> }.into_any());
    }
    let blocks = view.outcome.iter().flat_map(|o| &o.blocking).any(|b| b.fingerprint == finding.fingerprint);
    if !blocks || !view.may_waive.allowed {
        return None;
    }
    let id = |what: &str| format!("waive-{}-{what}", finding.fingerprint);
    // The browser tells at the field what the server would refuse.
    let from = view.outcome.as_ref().map(|outcome| outcome.at.date_naive());
    let last = from.map(|day| day + chrono::Duration::days(WAIVER_DAYS));
    let limits = (from.map(|day| day.to_string()), last.map(|day| day.to_string()));
    Some(
        view! {
            <details class="ui-disclosure">
                <summary class="link cursor-pointer list-none text-xs touch:inline-flex touch:min-h-11 touch:items-center">"Ask for a waiver"</summary>
                <form action=RequestWaiver::url() method="post" class="mt-2 grid max-w-lg gap-3">
                    <input type="hidden" name="change" value=key.to_owned() />
                    <input type="hidden" name="fingerprint" value=finding.fingerprint.clone() />
                    <TextArea name="reason" id=id("reason") label="Reason" hint="Why it may pass. A reviewer or architect who is neither you nor the author decides." required=true rows=2 />
                    <TextField name="until" id=id("until") label="Until" hint=format!("Last day on which it counts, at most {WAIVER_DAYS} days from now.") kind="date" min=limits.0 max=limits.1 required=true class="max-w-48" />
                    <div><Button submit=true size=Size::Small>"Ask for a waiver"</Button></div>
                </form>
            </details>
        }
        .into_any(),
    )
}

/// All waivers of the change; those that wait first.
pub fn list(view: &ValidationView, key: &str, viewer: &str) -> Option<AnyView> {
    if view.waivers.is_empty() {
        return None;
    }
    let mut all: Vec<&WaiverView> = view.waivers.iter().collect();
    all.sort_by_key(|w| !w.waiver.is_open());
    let rest = all.split_off(all.len().min(SHOWN));
    let rows = all.into_iter().map(|w| row(w, key, viewer)).collect_view();
    let more = (!rest.is_empty()).then(|| {
        let words = format!("{} more", rest.len());
        let rows = rest.into_iter().map(|w| row(w, key, viewer)).collect_view();
        view! {
            <details class="ui-disclosure mt-3">
                <summary class="link cursor-pointer list-none text-xs touch:inline-flex touch:min-h-11 touch:items-center">{words}</summary>
                <ul class="mt-3 grid gap-3">{rows}</ul>
            </details>
        }
    });
    Some(
        view! {
            <section id="waivers" class="scroll-mt-16 border-t border-line px-4 py-3" aria-label="Waivers">
                <h3 class="mb-2 font-medium text-strong">"Waivers"</h3>
                <ul class="grid gap-3">{rows}</ul>
                {more}
            </section>
        }
        .into_any(),
    )
}

fn row(view: &WaiverView, key: &str, viewer: &str) -> impl IntoView + use<> {
    let waiver = &view.waiver;
    let (tone, word) = match waiver.decided() {
        _ if waiver.expired => (Tone::Neutral, "Expired"),
        None => (Tone::Warning, "Waits for a decision"),
        Some("granted") => (Tone::Success, "Granted"),
        Some("withdrawn") => (Tone::Neutral, "Withdrawn"),
        Some("revoked") => (Tone::Danger, "Revoked"),
        Some(_) => (Tone::Danger, "Refused"),
    };
    let decided = waiver.decision.as_ref().zip(waiver.decided()).map(|(d, word)| {
        let note = d.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        format!(" · {word} by {}{note}", d.by)
    });
    let decide = (view.may_grant.allowed || view.may_refuse.allowed).then(|| {
        let grant = view.may_grant.allowed.then(|| view! { <Button submit=true name="grant" value="true" size=Size::Small variant=Variant::Primary>"Grant"</Button> });
        let verb = match (waiver.requested_by == viewer, view.counts) {
            (true, _) => "Withdraw",
            (false, true) => "Revoke",
            (false, false) => "Refuse",
        };
        let refuse = view.may_refuse.allowed.then(|| view! { <Button submit=true name="grant" value="false" size=Size::Small>{verb}</Button> });
        view! {
            <form action=DecideWaiver::url() method="post" class="mt-1 flex flex-wrap items-end gap-2">
                <input type="hidden" name="change" value=key.to_owned() />
                <input type="hidden" name="waiver" value=waiver.id.to_string() />
                <TextField name="note" id=format!("waiver-{}-note", waiver.id) label="Remark" class="min-w-48 flex-1 sm:max-w-80" />
                {grant} {refuse}
            </form>
        }
    });
    view! {
        <li class="grid gap-0.5" data-key=waiver.id.to_string()>
            <p class="flex flex-wrap items-center gap-x-2">
                <Badge tone=tone>{word}</Badge>
                <code class="font-mono text-xs text-muted">{waiver.rule.clone()}</code>
                <span class="text-xs text-muted">{format!("until {}", waiver.last_day())}</span>
            </p>
            <p class="break-words text-strong">{waiver.message.clone()}</p>
            <p class="break-words text-muted">{format!("{}: {}", waiver.requested_by, waiver.reason)} {decided}</p>
            {decide}
        </li>
    }
}
