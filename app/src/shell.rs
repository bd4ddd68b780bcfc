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
    let font = (!files.font.is_empty()).then(
        || view! { <link rel="preload" href=files.font.clone() r#as="font" r#type="font/woff2" crossorigin="" /> },
    );
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
                {font}
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
    // The page can be read before it wakes up, so it is painted first; a tab in the background never paints.
    let start = format!(
        "await new Promise((go) => {{ requestAnimationFrame(() => setTimeout(go)); setTimeout(go, 250); }});\n\
         const {{ default: init, hydrate }} = await import({:?});\n\
         await init({{ module_or_path: {:?} }});\nhydrate();",
        files.js, files.wasm
    );
    let nonce = use_nonce();
    Some(view! {
        <link rel="modulepreload" href=files.js.clone() crossorigin="" fetchpriority="low" />
        <script type="module" nonce=nonce inner_html=start></script>
    })
}
