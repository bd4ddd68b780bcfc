//! Native modal dialogs: the browser keeps focus inside, closes on Escape and gives focus back.

use super::{
    browser,
    button::{Button, IconButton, Size, Variant},
    icon::Icon,
    prop::Maybe,
};
use leptos::{children::ViewFnOnce, prelude::*};

/// Where a dialog appears on a wide screen. On a phone each is a sheet at the lower edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In the middle, for one decision.
    #[default]
    Centre,
    /// At the right edge, full height, for details.
    Side,
    /// In the upper third, wide: a command palette.
    Top,
}

/// A modal dialog, closed until `browser::open_dialog(id)`, a [`DialogTrigger`] for its `id`, or `open` turning true.
/// `open` follows when the viewer closes it; `on_close` is called then.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(optional, into, name = "description")] Maybe(description): Maybe<String>,
    #[prop(optional)] place: Place,
    #[prop(optional, into)] open: Option<RwSignal<bool>>,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    /// Heading and close button only for assistive technology.
    #[prop(optional)]
    bare: bool,
    /// Buttons at the lower edge.
    #[prop(optional, into)]
    footer: Option<ViewFnOnce>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    if let Some(open) = open {
        let id = id.clone();
        Effect::new(move |_| if open.get() { browser::open_dialog(&id) } else { browser::close_dialog(&id) });
    }
    let heading_id = format!("{id}-title");
    let label_id = heading_id.clone();
    let text_id = format!("{id}-text");
    let place = match place {
        Place::Centre => "ui-dialog-centre",
        Place::Side => "ui-dialog-side",
        Place::Top => "ui-dialog-top",
    };
    let closed = move |_| {
        if let Some(open) = open {
            open.set(false);
        }
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let described = description.is_some().then(|| text_id.clone());
    view! {
        <dialog
            id=id
            class=format!("ui-dialog {place} {class}")
            aria-labelledby=label_id
            aria-describedby=described
            closedby="any"
            on:close=closed
        >
            <div class=if bare { "sr-only" } else { "flex items-start gap-3 border-b border-line px-4 py-3" }>
                <div class="min-w-0 flex-1">
                    <h2 id=heading_id class="text-md font-semibold text-strong">{title}</h2>
                    {description.map(|text| view! { <p id=text_id class="mt-0.5 text-muted">{text}</p> })}
                </div>
                {(!bare)
                    .then(|| {
                        view! {
                            <form method="dialog" class="-my-1">
                                <IconButton icon=Icon::X label="Close" submit=true size=Size::Small />
                            </form>
                        }
                    })}
            </div>
            <div class=if bare { "min-h-0 overflow-y-auto" } else { "min-h-0 flex-1 overflow-y-auto p-4" }>{children()}</div>
            {footer
                .map(|footer| {
                    view! {
                        <div class="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer.run()}</div>
                    }
                })}
        </dialog>
    }
}

/// A button that opens the dialog with id `target`; new browsers do so even before WASM.
#[component]
pub fn DialogTrigger(
    #[prop(into)] target: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let open = target.clone();
    view! {
        <Button
            variant=variant
            size=size
            icon=icon
            id=id
            disabled=disabled
            class=class
            on_click=Callback::new(move |_| if !browser::knows_commands() { browser::open_dialog(&open) })
            attr:commandfor=target
            attr:command="show-modal"
            attr:aria-haspopup="dialog"
        >
            {children()}
        </Button>
    }
}

/// A button that closes the dialog with id `target`.
#[component]
pub fn DialogClose(
    #[prop(into)] target: String,
    #[prop(optional)] variant: Variant,
    children: Children,
) -> impl IntoView {
    let id = target.clone();
    view! {
        <Button
            variant=variant
            on_click=Callback::new(move |_| if !browser::knows_commands() { browser::close_dialog(&id) })
            attr:commandfor=target
            attr:command="close"
        >
            {children()}
        </Button>
    }
}
