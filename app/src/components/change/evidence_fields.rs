//! One field for each piece of evidence a step asks for.

use super::form::FormState;
use super::state::ChangeState;
use super::upload;
use crate::ui::{Field, Glyph, Icon, TextArea, TextField};
use domain::change::DocumentRef;
use domain::words::EvidenceKind;
use leptos::prelude::*;

/// All of them, in the order in which the step names them.
#[component]
pub fn EvidenceFields(kinds: Vec<EvidenceKind>, prefix: String, form: FormState) -> impl IntoView {
    kinds
        .into_iter()
        .enumerate()
        .map(|(index, kind)| {
            let id = format!("{prefix}-evidence-{index}");
            let problem = form.problem(format!("/evidence/{index}/value"));
            view! {
                <input type="hidden" name=format!("evidence[{index}][kind]") value=kind.as_str() />
                {field(kind, index, id, problem)}
            }
        })
        .collect_view()
}

fn field(kind: EvidenceKind, index: usize, id: String, problem: MaybeProp<String>) -> AnyView {
    let name = format!("evidence[{index}][value]");
    let (label, hint) = (kind.label(), hint(kind));
    match kind {
        EvidenceKind::Note => {
            view! { <TextArea name=name id=id label=label hint=hint error=problem required=true rows=3 /> }.into_any()
        }
        EvidenceKind::Document => view! { <DocumentField index=index id=id problem=problem /> }.into_any(),
        EvidenceKind::Commit => {
            view! { <TextField name=name id=id label=label hint=hint error=problem required=true mono=true autocomplete="off" /> }.into_any()
        }
        EvidenceKind::Link | EvidenceKind::PullRequest => {
            view! { <TextField name=name id=id label=label hint=hint error=problem required=true kind="url" inputmode="url" autocomplete="off" /> }.into_any()
        }
        EvidenceKind::TestRun | EvidenceKind::Approval => {
            view! { <TextField name=name id=id label=label hint=hint error=problem required=true autocomplete="off" /> }.into_any()
        }
    }
}

fn hint(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Link => "An http or https address.",
        EvidenceKind::Commit => "A commit hash, 7 to 64 hexadecimal digits.",
        EvidenceKind::PullRequest => "The address of the pull request.",
        EvidenceKind::TestRun => "The address or id of the test run.",
        EvidenceKind::Document => "A file; it is stored with its SHA-256.",
        EvidenceKind::Note => "Kept as evidence: what was done or found, in a sentence or more.",
        EvidenceKind::Approval => "Given with Approve.",
    }
}

/// How an upload is doing.
#[derive(Clone, Debug)]
enum Upload {
    None,
    Under(String),
    Done(DocumentRef),
    Failed(String),
}

/// A file that is uploaded as soon as it is chosen; the form then sends its id.
#[component]
fn DocumentField(index: usize, id: String, problem: MaybeProp<String>) -> impl IntoView {
    let key = ChangeState::expect().key();
    let upload = RwSignal::new(Upload::None);
    let scripted = RwSignal::new(false);
    Effect::new(move |_| scripted.set(true));
    let document = move || upload.with(|u| if let Upload::Done(d) = u { d.id.to_string() } else { String::new() });
    let input_id = id.clone();
    let chosen = move |_| {
        upload.set(Upload::Under("Uploading…".to_owned()));
        upload::send(&key, &input_id, move |result| {
            upload.try_set(match result {
                Ok(document) => Upload::Done(document),
                Err(error) => Upload::Failed(error.to_string()),
            });
        });
    };
    let error = MaybeProp::derive(move || match upload.get() {
        Upload::Failed(why) => Some(why),
        Upload::None => problem.get(),
        _ => None,
    });
    let hint = MaybeProp::derive(move || {
        Some(
            if scripted.get() { "A file; it is stored with its SHA-256." } else { "Uploading needs JavaScript." }
                .to_owned(),
        )
    });
    let state = move || {
        match upload.get() {
        Upload::Under(text) => view! { <span class="inline-flex items-center gap-1.5"><Glyph icon=Icon::Loader class="size-3.5 animate-spin" />{text}</span> }.into_any(),
        Upload::Done(d) => view! {
            <span class="inline-flex items-center gap-1.5 text-success">
                <Glyph icon=Icon::CircleCheck class="size-3.5" />
                {format!("{} uploaded, {}", d.name, size(d.size))}
            </span>
        }
        .into_any(),
        Upload::None | Upload::Failed(_) => ().into_any(),
    }
    };
    let described = format!("{id}-hint {id}-error");
    view! {
        <Field id=id.clone() label="Document" hint=hint error=error required=true>
            <input
                id=id
                type="file"
                aria-describedby=described
                class="block w-full rounded border border-control bg-surface-0 text-input text-strong file:mr-3 file:min-h-control file:cursor-pointer file:border-0 file:border-r file:border-line file:bg-surface-2 file:px-3 file:font-medium file:text-strong"
                on:change=chosen
            />
            <input type="hidden" name=format!("evidence[{index}][document]") prop:value=document />
            <p class="mt-1 text-xs text-muted" role="status">{state}</p>
        </Field>
    }
}

/// "12 kB".
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", (bytes + 500) / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
