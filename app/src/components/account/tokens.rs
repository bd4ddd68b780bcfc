//! API tokens: made, shown once, revoked.

use crate::components::problems::{Refusal, toast_outcome};
use crate::server_fns::account::{CreateToken, RevokeToken};
use crate::ui::{
    Button, Card, CheckboxField, Choice, CopyText, Icon, Notice, RowList, SelectField, Size, TextField, Time, Tone,
    Variant,
};
use domain::api::TokenInfo;
use domain::words::Scope;
use leptos::prelude::*;
use uuid::Uuid;

/// The viewer's tokens and the form for a new one.
#[component]
pub fn TokensCard(
    tokens: Vec<TokenInfo>,
    create: ServerAction<CreateToken>,
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    toast_outcome(revoke.value().into(), "Token revoked.");
    let known: Vec<Uuid> = tokens.iter().map(|t| t.id).collect();
    let rows = if tokens.is_empty() {
        view! { <p class="px-4 py-3 text-muted">"No tokens yet. Scripts and the command line sign in with a token in place of your password."</p> }.into_any()
    } else {
        view! { <RowList label="Tokens">{tokens.into_iter().map(|t| row(t, revoke)).collect_view()}</RowList> }
            .into_any()
    };
    view! {
        <Card title="API tokens" id="tokens" icon=Icon::Key flush=true>
            <Fresh create=create known=known />
            {rows}
            <NewTokenForm create=create />
        </Card>
    }
}

fn row(token: TokenInfo, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    let scopes = token.scopes.iter().map(|s| s.label()).collect::<Vec<_>>().join(", ");
    let used = match token.last_used_at {
        Some(at) => view! { ", last used " <Time at=at /> }.into_any(),
        None => ", never used".into_any(),
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
            <div class="min-w-0 flex-1 basis-56">
                <p class="font-medium text-strong">{token.name}</p>
                <p class="text-xs text-muted">{scopes} ", expires " <Time at=token.expires_at /> {used}</p>
            </div>
            <ActionForm action=revoke>
                <input type="hidden" name="id" value=token.id.to_string() />
                <Button submit=true size=Size::Small variant=Variant::Danger>"Revoke"</Button>
            </ActionForm>
        </li>
    }
}

/// The secret of the token just made.
#[component]
fn Fresh(create: ServerAction<CreateToken>, known: Vec<Uuid>) -> impl IntoView {
    move || {
        create.value().get().and_then(Result::ok).filter(|token| known.contains(&token.info.id)).map(|token| {
            view! {
                <div class="p-4 pb-0">
                    <Notice tone=Tone::Success live=true title="Copy the token now: it is shown only this once">
                        <CopyText text=token.secret label="token" />
                    </Notice>
                </div>
            }
        })
    }
}

#[component]
fn NewTokenForm(create: ServerAction<CreateToken>) -> impl IntoView {
    let days = [("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("366", "1 year")];
    let days = Signal::stored(days.map(|(value, label)| Choice::new(value, label)).to_vec());
    let boxes = Scope::ALL
        .iter()
        .map(|scope| {
            let id = format!("scope-{scope}");
            view! { <CheckboxField name="scopes[]" id=id value=scope.as_str() label=scope.label() checked=*scope == Scope::Read /> }
        })
        .collect_view();
    view! {
        <div class="border-t border-line p-4">
            <div class="mb-3 empty:hidden"><Refusal value=create.value() id="token-problems" /></div>
            <ActionForm action=create attr:class="grid gap-4">
                <div class="grid gap-4 sm:grid-cols-[1fr_10rem]">
                    <TextField name="name" label="Name of a new token" required=true maxlength=100_u32 placeholder="Release script" />
                    <SelectField name="days" label="Expires after" choices=days value="90" />
                </div>
                <fieldset>
                    <legend class="mb-1 font-medium text-strong">"It may"</legend>
                    <div class="flex flex-wrap gap-x-5">{boxes}</div>
                </fieldset>
                <div><Button submit=true icon=Icon::Plus pending=create.pending()>"Create token"</Button></div>
            </ActionForm>
        </div>
    }
}
