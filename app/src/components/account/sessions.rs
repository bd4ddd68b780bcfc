//! Where the viewer is signed in.

use crate::server_fns::account::SignOutEverywhere;
use crate::ui::{Badge, Button, Card, Glyph, Icon, RowList, Time, Tone, Variant};
use domain::api::SessionInfo;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Sessions, and the button that ends all of them.
#[component]
pub fn SessionsCard(sessions: Vec<SessionInfo>) -> impl IntoView {
    let row = |session: SessionInfo| {
        let agent = if session.agent.is_empty() { "Unknown browser".to_owned() } else { session.agent };
        view! {
            <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
                <Glyph icon=Icon::Monitor class="size-4 text-muted" />
                <div class="min-w-0 flex-1 basis-56">
                    <p class="truncate text-strong" title=agent.clone()>{agent.clone()}</p>
                    <p class="text-xs text-muted">"Signed in " <Time at=session.created_at /> ", last seen " <Time at=session.last_seen_at /></p>
                </div>
                {session.current.then(|| view! { <Badge tone=Tone::Success>"This browser"</Badge> })}
            </li>
        }
    };
    let end = || {
        view! {
            <form method="post" action=SignOutEverywhere::url()>
                <Button submit=true variant=Variant::Danger icon=Icon::LogOut>"Sign out everywhere"</Button>
            </form>
        }
    };
    view! {
        <Card title="Sessions" id="sessions" icon=Icon::Monitor flush=true actions=end>
            <RowList label="Sessions">{sessions.into_iter().map(row).collect_view()}</RowList>
        </Card>
    }
}
