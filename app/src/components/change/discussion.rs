//! What people say about the change.

use super::form::{CommandForm, of};
use super::state::ChangeState;
use crate::components::people::Person;
use crate::server_fns::changes::CommentChange;
use crate::ui::{Button, Card, Icon, Kbd, TextArea, Time, Variant, browser};
use leptos::prelude::*;

/// The class of rendered Markdown.
pub const PROSE: &str = "prose min-w-0 break-words [&_a]:text-accent [&_a]:underline [&_blockquote]:border-l-2 [&_blockquote]:border-line-strong \
    [&_blockquote]:pl-3 [&_code]:font-mono [&_code]:text-xs [&_h1]:text-md [&_h1]:font-semibold [&_h2]:text-md [&_h2]:font-semibold \
    [&_h3]:font-semibold [&_ol]:list-decimal [&_ol]:pl-5 [&_pre]:overflow-x-auto [&_pre]:rounded [&_pre]:bg-surface-2 [&_pre]:p-3 \
    [&_table]:block [&_table]:overflow-x-auto [&_td]:border [&_td]:border-line [&_td]:px-2 [&_th]:border [&_th]:border-line [&_th]:px-2 \
    [&_ul]:list-disc [&_ul]:pl-5 [&>*+*]:mt-2 text-normal";

/// Comments, oldest first, and the form for the next one.
#[component]
pub fn Discussion() -> impl IntoView {
    let state = ChangeState::expect();
    let view = state.view;
    let comments = Memo::new(move |_| {
        view.with(|v| v.detail.comments.iter().cloned().zip(v.comment_html.iter().cloned()).collect::<Vec<_>>())
    });
    let clear = Callback::new(|()| {
        browser::set_value("comment-body", "");
        browser::focus("comment-body");
    });
    let items = move || {
        let comments = comments.get();
        let none = comments.is_empty().then(|| view! { <p class="text-muted">"No comments yet."</p> });
        let rows = comments
            .into_iter()
            .map(|(comment, html)| {
                let id = format!("comment-{}", comment.id);
                let mine = id.clone();
                let look =
                    move || if state.is_altered(&mine) { "border-accent-line bg-accent-fill" } else { "border-line" };
                view! {
                    <li id=id class=move || format!("scroll-mt-16 rounded border p-3 transition-colors {}", look())>
                        <p class="mb-1.5 flex flex-wrap items-center gap-x-2 text-xs text-muted">
                            <Person user=comment.by /> <Time at=comment.at />
                        </p>
                        <div class=PROSE inner_html=html></div>
                    </li>
                }
            })
            .collect_view();
        view! { {none} <ol class="grid gap-2.5" aria-label="Comments">{rows}</ol> }
    };
    view! {
        <Card id="discussion" title="Discussion" icon=Icon::Message>
            {items}
            <CommandForm command={of::<CommentChange>()} hidden=vec![] shown=vec!["/body".to_owned()] done=clear class="mt-3 grid gap-2" let:form>
                <TextArea name="body" id="comment-body" label="Comment" hint="Markdown works." error=form.problem("/body") rows=3 />
                <div class="flex items-center gap-2"><Button submit=true variant=Variant::Secondary icon=Icon::Send pending=form.pending>"Comment"</Button> <Kbd keys="Ctrl Enter" /></div>
            </CommandForm>
        </Card>
    }
}
