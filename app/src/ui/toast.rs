//! Announcements for assistive technology, and short messages at the lower edge.

use super::{
    badge::Tone,
    browser,
    button::{IconButton, Size},
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

/// One short message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Counts up.
    pub id: u64,
    /// What it means.
    pub tone: Tone,
    /// The message.
    pub text: String,
}

/// The page's voice: a context, provided by the frame. `Announcer::expect()` finds it.
#[derive(Clone, Copy, Debug)]
pub struct Announcer {
    said: RwSignal<(u64, String)>,
    toasts: RwSignal<Vec<Toast>>,
}

impl Announcer {
    /// Provides an announcer, or takes the one that is there.
    pub fn provide() -> Self {
        use_context::<Self>().unwrap_or_else(|| {
            let announcer = Self { said: RwSignal::new((0, String::new())), toasts: RwSignal::new(Vec::new()) };
            provide_context(announcer);
            announcer
        })
    }
    /// The announcer of the page; outside a frame one that nobody hears.
    pub fn expect() -> Self {
        Self::provide()
    }
    /// Reads a sentence out, politely; shows nothing.
    pub fn say(&self, text: impl Into<String>) {
        let text = text.into();
        self.said.update(|(count, said)| {
            *count += 1;
            *said = text;
        });
    }
    /// Shows a message and reads it out. Failures stay until dismissed; others leave after six seconds.
    pub fn toast(&self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        self.say(text.clone());
        let id = self.said.with_untracked(|(count, _)| *count);
        self.toasts.update(|toasts| toasts.push(Toast { id, tone, text }));
        if tone != Tone::Danger {
            let announcer = *self;
            browser::after(6000, move || announcer.dismiss(id));
        }
    }
    /// Takes a message away.
    pub fn dismiss(&self, id: u64) {
        self.toasts.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// The one polite live region of the page and its messages. The frame holds it.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let announcer = Announcer::provide();
    // The same sentence twice is a change only if the text differs: every other time it ends in a no-break space.
    let words = move || {
        announcer.said.with(|(count, said)| if count % 2 == 1 { format!("{said}\u{a0}") } else { said.clone() })
    };
    view! {
        <div id="live-region" class="sr-only" role="status" aria-live="polite" aria-atomic="true">{words}</div>
        <div class="ui-toasts pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4">
            <For each=move || announcer.toasts.get() key=|toast| toast.id let:toast>
                <ToastBox toast=toast />
            </For>
        </div>
    }
}

/// One message as it is drawn.
#[component]
pub fn ToastBox(toast: Toast) -> impl IntoView {
    let announcer = Announcer::expect();
    let id = toast.id;
    let icon = if toast.tone == Tone::Neutral { Icon::Info } else { toast.tone.icon() };
    view! {
        <div class="ui-toast pointer-events-auto flex w-full max-w-100 items-start gap-2.5 rounded border border-line bg-surface-1 py-1.5 pr-1.5 pl-3 shadow-overlay">
            <Glyph icon=icon class=format!("mt-1.5 size-4 {}", toast.tone.text()) />
            <p class="min-w-0 flex-1 py-1 text-strong">{toast.text}</p>
            <IconButton
                icon=Icon::X
                label="Dismiss"
                size=Size::Small
                on_click=Callback::new(move |_| announcer.dismiss(id))
            />
        </div>
    }
}
