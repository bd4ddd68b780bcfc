//! The result of a resource: a skeleton while it loads, the content, or the right failure.

use super::{
    badge::Tone,
    button::{Button, Variant},
    card::Notice,
    empty::{Failed, NotAllowed, NotFound, Shape, Skeleton},
    icon::Icon,
    prop::Maybe,
};
use crate::wire::Reading;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_meta::Title;
use serde::{Serialize, de::DeserializeOwned};

/// Why something is not there, as far as a widget needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody is signed in.
    SignedOut,
    /// The viewer may not; why.
    Denied(String),
    /// No such thing; its name.
    NotFound(String),
    /// The input or the state is wrong; what to do.
    Refused(String),
    /// A part of the server does not answer right now.
    Unavailable(String),
    /// Unexpected; the reference finds it in the log.
    Internal(String),
}

/// An error that knows which [`Failure`] it is.
pub trait AsFailure {
    /// The failure to show.
    fn as_failure(&self) -> Failure;
}

/// Shows a failure in place of content, each kind with its own words and its own way on.
#[component]
pub fn FailureView(
    failure: Failure,
    #[prop(optional_no_strip, into)] retry: Option<Callback<()>>,
    /// Where "Go back" leads.
    #[prop(optional, into, name = "back_href")]
    Maybe(back_href): Maybe<String>,
) -> impl IntoView {
    match failure {
        Failure::SignedOut => view! {
            <Notice
                tone=Tone::Info
                icon=Icon::Key
                title="You are signed out"
                actions=|| view! { <Button variant=Variant::Primary href="/sign-in">"Sign in"</Button> }
            >
                "Sign in to continue. What you typed on this page is kept while it stays open."
            </Notice>
        }
        .into_any(),
        Failure::Denied(reason) => view! { <NotAllowed reason=reason back_href=back_href /> }.into_any(),
        Failure::NotFound(what) => view! { <NotFound what=what back_href=back_href /> }.into_any(),
        Failure::Refused(message) => {
            view! { <Failed title="This was refused" message=message retry=retry /> }.into_any()
        }
        Failure::Unavailable(message) => {
            view! { <Failed title="A part of the server does not answer" message=message retry=retry /> }.into_any()
        }
        Failure::Internal(reference) => view! { <Failed reference=reference retry=retry /> }.into_any(),
    }
}

/// Waits for a resource. The content stays while it loads anew. Use it as
/// `<Loaded from=changes let:list> … </Loaded>`; `shape` and `count` choose the skeleton.
#[component]
pub fn Loaded<T, E, C, V>(
    from: Reading<Result<T, E>>,
    #[prop(optional)] shape: Shape,
    #[prop(default = 4)] count: usize,
    #[prop(optional, into, name = "back_href")] Maybe(back_href): Maybe<String>,
    /// The content is the whole page with its head, so a failure needs a head of its own.
    #[prop(optional)]
    whole: bool,
    children: C,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    E: AsFailure + Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    C: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| from.refetch());
    view! {
        <Transition fallback=move || view! { <Skeleton shape=shape count=count /> }>
            {
                let children = children.clone();
                let back_href = back_href.clone();
                // What belongs to the content lives for as long as it is shown, which is beyond the next reading's begin:
                // a clock that ticks in between still asks it for its times.
                let lasting = Owner::current().unwrap_or_default();
                move || {
                    let children = children.clone();
                    let back_href = back_href.clone();
                    let lasting = lasting.clone();
                    Suspend::new(async move {
                        let read = from.await;
                        let own = lasting.child();
                        let content = own.with(|| match read {
                            Ok(value) => children(value).into_any(),
                            Err(error) => {
                                let failure = error.as_failure();
                                if whole {
                                    view! { <FailurePage failure=failure retry=Some(retry) back_href=back_href /> }.into_any()
                                } else {
                                    view! { <FailureView failure=failure retry=Some(retry) back_href=back_href /> }.into_any()
                                }
                            }
                        });
                        OwnedView::new_with_owner(content, own)
                    })
                }
            }
        </Transition>
    }
}

/// A whole page that cannot be shown still has a name, for the tab and for screen readers, and its landmark.
#[component]
pub fn FailurePage(
    failure: Failure,
    #[prop(optional_no_strip, into)] retry: Option<Callback<()>>,
    /// Where "Go back" leads.
    #[prop(optional, into, name = "back_href")]
    Maybe(back_href): Maybe<String>,
) -> impl IntoView {
    view! {
        <Title text="Cannot be shown" />
        <main id="main" tabindex="-1" class="min-w-0 flex-1 px-4 pt-4 pb-12 outline-none sm:px-6">
            <h1 class="sr-only">"This page cannot be shown"</h1>
            <FailureView failure=failure retry=retry back_href=back_href />
        </main>
    }
}
