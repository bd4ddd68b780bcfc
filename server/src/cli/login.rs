//! `change-mgmt login`, `logout`, `whoami`: the token of this machine.

use super::{
    App,
    client::{Client, token_of_login},
    credentials::{self, Credentials},
    exit::{Failure, Outcome},
    output::{BOLD, paint},
    prompt,
};
use clap::Args;
use domain::words::Scope;

/// Sign in: store a token for this machine
///
/// The password is asked for, or taken from CHANGE_MGMT_PASSWORD or the first line of standard input.
#[derive(Args, Debug)]
pub struct Login {
    /// User name [default: asked for]
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Days until the token expires, 1 to 366
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// What the token may do (repeat, or separate by commas): read, write, approve, admin
    ///
    /// `admin` is for projects, users and the verification of the whole audit trail. A token never allows more than its
    /// user's roles do.
    #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',', default_values = ["read", "write", "approve"])]
    scopes: Vec<Scope>,
}

/// Runs `login`.
///
/// # Errors
/// Wrong name or password; no server; the file cannot be written.
pub async fn run(app: &App, args: Login) -> Outcome {
    let client = app.client()?;
    let system = std::env::var("USER").ok().filter(|u| !u.is_empty());
    let user = match args.user {
        Some(user) => user,
        None => prompt::line("User name (--user)", system.as_deref())?,
    };
    let password = prompt::password(&format!("Password of {user} at {}", client.url()))?;
    let new = token_of_login(format!("change-mgmt login on {}", host()), args.scopes.into_iter().collect(), args.days);
    let made = client.sign_in(&user, &password, &new).await?;
    let file = credentials::path()?;
    let mut all = Credentials::read(&file)?;
    all.current = Some(client.url());
    let login = credentials::Login { user: user.clone(), token: made.secret.clone(), token_id: made.info.id };
    let former = all.servers.insert(client.url(), login);
    all.write(&file)?;
    if let Some(former) = former.filter(|f| f.user == user) {
        // It may have expired; then there is nothing left to revoke.
        let _ = client.with_token(&made.secret).revoke(former.token_id).await;
    }
    if app.out.json {
        return app.out.json(&made.info);
    }
    app.out.done(format!("Signed in to {} as {}.", client.url(), paint(BOLD, &user)))?;
    app.out.note(format!(
        "The token is in {} and expires on {}.",
        file.display(),
        made.info.expires_at.format("%Y-%m-%d")
    ));
    Ok(())
}

/// Runs `logout`.
///
/// # Errors
/// The file cannot be written; no server answers (the token is removed from this machine all the same).
pub async fn logout(app: &App) -> Outcome {
    let client = app.client()?;
    let file = credentials::path()?;
    let mut all = Credentials::read(&file)?;
    let Some(login) = all.servers.remove(&client.url()) else {
        return app.out.done(format!("You were not signed in to {}.", client.url()));
    };
    if all.current.as_deref() == Some(&client.url()) {
        all.current = None;
    }
    all.write(&file)?;
    match client.with_token(&login.token).revoke(login.token_id).await {
        Ok(()) => {}
        Err(Failure::Refused(refusal)) if matches!(refusal.status, 401 | 404) => {}
        Err(error) => {
            app.out.note(
                "The token was removed from this machine, but it could not be revoked; it works until it expires.",
            );
            return Err(error);
        }
    }
    app.out.done(format!("Signed out of {}.", client.url()))
}

/// Runs `whoami`.
///
/// # Errors
/// Not signed in.
pub async fn whoami(app: &App) -> Outcome {
    let client: Client = app.client()?;
    let me = client.me().await?;
    if app.out.json {
        return app.out.json(&me);
    }
    app.out.line(format!("{} ({}) at {}", paint(BOLD, &me.name), me.display_name, client.url()))?;
    if me.admin {
        app.out.line("Administers the server")?;
    }
    for (project, roles) in &me.roles {
        let roles: Vec<&str> = roles.iter().map(|r| r.as_str()).collect();
        app.out.line(format!("In {project}: {}", roles.join(", ")))?;
    }
    if let Some(scopes) = &me.scopes {
        let scopes: Vec<&str> = scopes.iter().map(|s| s.as_str()).collect();
        app.out.line(format!("The token may: {}", scopes.join(", ")))?;
    }
    Ok(())
}

/// Name of this machine, for the list of tokens.
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().chars().filter(|c| !c.is_control()).take(60).collect()
}
