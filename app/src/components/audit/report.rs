//! What a verification found.

use crate::ui::{Notice, Tone};
use domain::audit::AuditReport;
use leptos::prelude::*;

/// All well, or where each chain is broken.
#[component]
pub fn ReportNotice(report: AuditReport) -> impl IntoView {
    let counted =
        format!("{} entries in {} chains, {} checkpoints checked.", report.entries, report.chains, report.checkpoints);
    if report.broken.is_empty() {
        return view! { <Notice tone=Tone::Success live=true class="mb-3" title="The trail is unbroken">{counted}</Notice> }.into_any();
    }
    let items = report
        .broken
        .into_iter()
        .map(|b| view! { <li>{format!("{}, entry {}: {}.", b.name(), b.seq, b.reason)}</li> })
        .collect_view();
    view! {
        <Notice tone=Tone::Danger live=true class="mb-3" title="The trail was tampered with">
            <p>{counted}</p>
            <ul class="mt-1 list-disc pl-4">{items}</ul>
        </Notice>
    }
    .into_any()
}
