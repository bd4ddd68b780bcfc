//! The section `#audit`.

use crate::components::change::{ChangeState, History};
use crate::server_fns::changes::change_history;
use crate::ui::{Button, Card, Icon, Loaded, Shape, Size};
use leptos::{children::ViewFnOnce, prelude::*, task::spawn_local};

/// The change's own audit trail; older entries on demand.
#[component]
pub fn HistorySection() -> impl IntoView {
    let state = ChangeState::expect();
    let key = state.key();
    let version = state.part(|d| d.change.version);
    let shown = key.clone();
    let first = Resource::new(move || version.get(), move |_| change_history(shown.clone(), None));
    view! {
        <Card
            id="audit"
            title="History"
            icon=Icon::History
            actions=ViewFnOnce::from(move || view! { <span class="text-xs text-muted">"From the audit trail"</span> })
        >
            <Loaded from=first shape=Shape::Rows count=3 let:page>
                {
                    let older = RwSignal::new(Vec::new());
                    let next = RwSignal::new(page.next);
                    let key = key.clone();
                    let more = Callback::new(move |_| {
                        let (key, cursor) = (key.clone(), next.get_untracked());
                        spawn_local(async move {
                            if let Ok(page) = change_history(key, cursor).await {
                                older.update(|o: &mut Vec<_>| o.extend(page.items));
                                next.set(page.next);
                            }
                        });
                    });
                    view! {
                        <History entries=page.items />
                        {move || {
                            let entries = older.get();
                            (!entries.is_empty()).then(|| view! { <div class="mt-4"><History entries=entries /></div> })
                        }}
                        {move || {
                            next.get()
                                .is_some()
                                .then(|| view! { <Button size=Size::Small icon=Icon::ChevronDown on_click=more class="mt-3">"Show older"</Button> })
                        }}
                    }
                }
            </Loaded>
        </Card>
    }
}
