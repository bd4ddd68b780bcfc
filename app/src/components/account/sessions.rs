//! Where the viewer is signed in.

use crate::server_fns::account::SignOutEverywhere;
use crate::ui::{Badge, Button, Card, Glyph, Icon, RowList, Time, Tone, Variant};
use domain::api::SessionInfo;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// "Firefox on Linux" from a browser's own description.
fn browser_words(agent: &str) -> String {
    let find =
        |words: &[(&str, &'static str)]| words.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown browser".to_owned(),
    }
}

/// Sessions, and the button that ends all of them.
#[component]
pub fn SessionsCard(sessions: Vec<SessionInfo>) -> impl IntoView {
    let row = |session: SessionInfo| {
        let agent = browser_words(&session.agent);
        view! {
            <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
                <Glyph icon=Icon::Monitor class="size-4 text-muted" />
                <div class="min-w-0 flex-1 basis-56">
                    <p class="truncate text-strong" title=session.agent>{agent}</p>
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

#[cfg(test)]
mod tests {
    use super::browser_words;

    #[test]
    fn browsers_are_named_as_people_do() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("", "Unknown browser"),
        ] {
            assert_eq!(browser_words(agent), words);
        }
    }
}
