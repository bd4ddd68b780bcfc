//! Signing in and out, and the look of the pages.

#[cfg(feature = "ssr")]
use super::local::local_path;
#[cfg(feature = "ssr")]
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::AppError;
#[cfg(feature = "ssr")]
use domain::api::Credentials;
use domain::api::SampleUser;
use leptos::prelude::*;

/// Sample people to sign in as; none where no sample data are loaded.
#[server(prefix = "/fn", endpoint = "sample_users", output = Wire)]
pub async fn sample_users() -> UiResult<Vec<SampleUser>> {
    Ok(backend()?.sample_users().await?)
}

/// Signs in and goes on to `next`, a path of this site.
#[server(prefix = "/fn", endpoint = "sign_in", output = Wire)]
pub async fn sign_in(name: String, password: String, #[server(default)] next: String) -> UiResult<()> {
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    let credentials = Credentials { name: name.trim().to_owned(), password };
    let session = backend.sign_in(&credentials, &visit.peer, &visit.agent).await?;
    respond.start_session(&session);
    respond.redirect(local_path(&next));
    Ok(())
}

/// Signs in as a sample person.
#[server(prefix = "/fn", endpoint = "sign_in_sample", output = Wire)]
pub async fn sign_in_sample(name: String, #[server(default)] next: String) -> UiResult<()> {
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    let session = backend.sign_in_sample(&name, &visit.agent).await?;
    respond.start_session(&session);
    respond.redirect(local_path(&next));
    Ok(())
}

/// Sets the password by a one-time link and signs in.
#[server(prefix = "/fn", endpoint = "redeem_link", output = Wire)]
pub async fn redeem_link(link: String, password: String, repeat: String) -> UiResult<()> {
    if password != repeat {
        return Err(AppError::invalid("/repeat", "password.repeat", "Type the same password twice.").into());
    }
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    respond.start_session(&backend.redeem_link(&link, &password, &visit.agent).await?);
    respond.redirect("/");
    Ok(())
}

/// Signs out.
#[server(prefix = "/fn", endpoint = "sign_out", output = Wire)]
pub async fn sign_out() -> UiResult<()> {
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    if let Some(secret) = &visit.session {
        backend.sign_out(secret).await?;
    }
    respond.end_session();
    respond.redirect("/sign-in");
    Ok(())
}

/// Sets the theme; without scripts it comes back to `next`.
#[server(prefix = "/fn", endpoint = "set_theme", output = Wire)]
pub async fn set_theme(theme: String, #[server(default)] next: String) -> UiResult<()> {
    let respond = respond()?;
    respond.cookie("theme", crate::frame::Theme::parse(&theme).as_str());
    if !next.is_empty() {
        respond.redirect(local_path(&next));
    }
    Ok(())
}
