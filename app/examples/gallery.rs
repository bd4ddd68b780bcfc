//! Prints the gallery as one HTML file: `cargo run -p app --features ssr --example gallery -- CSS THEME`.

use app::ui::gallery::Gallery;
use leptos::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let css = arguments.next().unwrap_or_else(|| "app.css".to_owned());
    let theme = arguments.next().unwrap_or_else(|| "system".to_owned());
    let body = Owner::new().with(|| view! { <Gallery /> }.to_html());
    println!(
        "<!doctype html><html lang=\"en\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\"><title>Widgets</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"{css}\"></head><body>{body}</body></html>"
    );
}
