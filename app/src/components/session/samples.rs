//! Sample people, to look around as.

use crate::server_fns::session::SignInSample;
use crate::ui::{Avatar, Glyph, Icon};
use domain::api::SampleUser;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One button a person; nothing where there are none.
#[component]
pub fn Samples(people: Vec<SampleUser>, #[prop(into)] next: String) -> impl IntoView {
    if people.is_empty() {
        return ().into_any();
    }
    let person = move |person: SampleUser| {
        view! {
            <li>
                <form method="post" action=SignInSample::url()>
                    <input type="hidden" name="name" value=person.name />
                    <input type="hidden" name="next" value=next.clone() />
                    <button
                        type="submit"
                        class="flex min-h-11 w-full cursor-pointer items-center gap-3 px-3 py-2 text-left transition-colors hover:bg-surface-2"
                    >
                        <Avatar name=person.display_name.clone() />
                        <span class="min-w-0 flex-1 truncate font-medium text-strong">{person.display_name}</span>
                        <span class="text-xs text-muted">{person.role.label()}</span>
                        <Glyph icon=Icon::ChevronRight class="size-4 text-muted" />
                    </button>
                </form>
            </li>
        }
    };
    view! {
        <section aria-labelledby="samples">
            <h2 id="samples" class="font-medium text-strong">"Or look around as a sample person"</h2>
            <p class="mb-2 text-xs text-muted">"Sample data are loaded. No password is needed."</p>
            <ul class="divide-y divide-line overflow-clip rounded border border-line bg-surface-1">
                {people.into_iter().map(person).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
