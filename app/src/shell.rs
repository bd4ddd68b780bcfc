//! The document around the app.

use crate::context::{self, SiteFiles};
use crate::frame::Theme;
use crate::routes::App;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole HTML document. Theme and time come from the request, so that the first paint is right.
pub fn shell(files: SiteFiles) -> impl IntoView {
    let (theme, now) =
        context::visit().map_or((Theme::System, 0), |visit| (Theme::parse(&visit.theme), visit.now_millis));
    let style =
        (!files.css.is_empty()).then(|| view! { <link rel="stylesheet" id="site-style" href=files.css.clone() /> });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.as_str() data-now=now.to_string() data-offset="0">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Changes to the data layer, from the idea to a verified deployment." />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="manifest" href="/manifest.webmanifest" />
                {style}
                {scripts(&files)}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Loads the WASM and wakes the page up; nothing where the site was not built.
fn scripts(files: &SiteFiles) -> Option<impl IntoView + use<>> {
    if files.js.is_empty() || files.wasm.is_empty() {
        return None;
    }
    let start = format!(
        "import init, {{ hydrate }} from {:?};\nawait init({{ module_or_path: {:?} }});\nhydrate();",
        files.js, files.wasm
    );
    let nonce = use_nonce();
    Some(view! {
        <link rel="modulepreload" href=files.js.clone() crossorigin="" />
        <link rel="preload" href=files.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script type="module" nonce=nonce inner_html=start></script>
    })
}
