//! The choice of light, dark or the system's colours.

use crate::ui::{Icon, Menu, MenuButton, Variant, browser};
use leptos::prelude::*;

/// A colour theme, as the cookie `theme` and `<html data-theme>` spell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Each of them, with label and icon.
    pub const ALL: [(Theme, &'static str, Icon); 3] = [
        (Theme::Light, "Light", Icon::Sun),
        (Theme::Dark, "Dark", Icon::Moon),
        (Theme::System, "System", Icon::Monitor),
    ];

    /// Reads the cookie's value; anything unknown is the system's choice.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
    /// The cookie's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme menu: a form that posts `theme` and `next` (the page to come back to) to `action`. In the browser the
/// page changes at once, and `on_theme`, when given, stores the choice in place of the form.
#[component]
pub fn ThemeMenu(
    /// Path of the server function or route that sets the cookie.
    #[prop(into)]
    action: String,
    #[prop(into)] current: Signal<Theme>,
    /// The page to come back to.
    #[prop(into)]
    next: Signal<String>,
    #[prop(optional, into)] on_theme: Option<Callback<Theme>>,
) -> impl IntoView {
    let icon = move |current: Theme| {
        Theme::ALL.iter().find(|(theme, _, _)| *theme == current).map_or(Icon::Monitor, |(_, _, icon)| *icon)
    };
    let choices = Theme::ALL
        .into_iter()
        .map(|(theme, label, icon)| {
            let checked = Signal::derive(move || current.get() == theme);
            let choose = move |event: leptos::ev::MouseEvent| {
                browser::set_root_attribute("data-theme", Some(theme.as_str()));
                if let Some(on_theme) = on_theme {
                    event.prevent_default();
                    on_theme.run(theme);
                }
            };
            view! {
                <MenuButton icon=icon submit=true name="theme" value=theme.as_str() checked=checked on_click=Callback::new(choose)>
                    {label}
                </MenuButton>
            }
        })
        .collect_view();
    view! {
        <Menu label="Theme" icon=Signal::derive(move || icon(current.get())) icon_only=true variant=Variant::Ghost end=true>
            <form action=action method="post">
                <input type="hidden" name="next" value=move || next.get() />
                {choices}
            </form>
        </Menu>
    }
}
