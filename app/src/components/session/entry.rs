//! The face of the pages before somebody is signed in.

use crate::ui::{Glyph, Icon};
use leptos::prelude::*;

/// A narrow column with the product's name, a heading and a line under it.
#[component]
pub fn Entry(#[prop(into)] title: String, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <main id="main" tabindex="-1" class="mx-auto grid min-h-dvh w-full max-w-[25rem] content-center gap-6 px-4 py-10 outline-none">
            <div>
                <p class="flex items-center gap-2 font-semibold text-strong">
                    <Glyph icon=Icon::Layers class="size-5 text-accent" /> "Change management"
                </p>
                <h1 class="mt-6 text-lg font-semibold text-strong">{title}</h1>
                <p class="mt-1 text-muted">{text}</p>
            </div>
            {children()}
        </main>
    }
}
