//! The section `#audit`.

use crate::components::change::{ChangeState, History};
use crate::error::UiResult;
use crate::server_fns::changes::change_history;
use crate::ui::{Button, Card, Icon, Loaded, Shape, Size};
use crate::wire::Reading;
use domain::api::Page;
use domain::audit::AuditEntry;
use leptos::{children::ViewFnOnce, prelude::*, task::spawn_local};

/// The newest entries of the change's own audit trail.
pub type FirstPage = Reading<UiResult<Page<AuditEntry>>>;

/// The change's own audit trail; older entries on demand. `first` is read again whenever the change is altered.
#[component]
pub fn HistorySection(first: FirstPage) -> impl IntoView {
    let state = ChangeState::expect();
    let key = state.key();
    let version = state.part(|d| d.change.version);
    Effect::new(move |seen: Option<i64>| {
        let version = version.get();
        if seen.is_some_and(|seen| seen != version) {
            first.refetch();
        }
        version
    });
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
