//! `change-mgmt admin user` and `link`: people.

use super::{App, local::Local};
use crate::cli::{
    exit::{Failure, Outcome},
    output::{BOLD, DIM, PLAIN, cell, paint, table},
};
use clap::{Args, Subcommand};
use domain::{
    Actor,
    api::{Accounts, NewUser, UserInfo, UserUpdate},
    words::{Origin, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// What to do with users.
#[derive(Subcommand, Debug)]
pub enum User {
    /// Make a user; prints a one-time link by which they set their password
    Add {
        /// User name: lower-case letters, digits, `.`, `-`, `_`
        name: String,
        /// The person's name [default: the user name]
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
        /// E-mail address
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// Let the user administer the server
        #[arg(long)]
        admin: bool,
        /// Role in a project, e.g. shop=developer (repeat); roles: viewer, requester, developer, reviewer, architect,
        /// stakeholder, release-manager, admin
        #[arg(long = "role", value_name = "PROJECT=ROLE", value_parser = role)]
        roles: Vec<(String, Role)>,
        #[command(flatten)]
        local: Local,
    },
    /// List users
    List {
        #[command(flatten)]
        local: Local,
    },
    /// Disable a user: ends all sessions and stops all tokens
    Disable {
        /// User name
        name: String,
        #[command(flatten)]
        local: Local,
    },
    /// Let a disabled user in again; tokens that have not expired work again, sessions have ended
    Enable {
        /// User name
        name: String,
        #[command(flatten)]
        local: Local,
    },
}

/// Print a one-time link by which a user sets a new password
#[derive(Args, Debug)]
pub struct Link {
    /// User name
    name: String,
    #[command(flatten)]
    local: Local,
}

fn role(text: &str) -> Result<(String, Role), String> {
    let (project, role) = text.split_once('=').ok_or("write it as PROJECT=ROLE, e.g. shop=developer")?;
    Ok((project.to_owned(), role.parse().map_err(|e: domain::words::UnknownWord| e.to_string())?))
}

/// The one who sits at the server's machine.
fn operator() -> Actor {
    Actor { origin: Origin::Cli, ..Actor::system() }
}

/// Runs `user`.
///
/// # Errors
/// What the engine refuses.
pub async fn run(app: &App, command: User) -> Outcome {
    match command {
        User::List { local } => {
            let users = local.open(false).await?.with_engine(async |e| Ok(e.users(&operator()).await?)).await?;
            if app.out.json { app.out.json(&users) } else { list(app, &users) }
        }
        User::Add { name, display_name, email, admin, roles, local } => {
            let mut of: BTreeMap<String, BTreeSet<Role>> = BTreeMap::new();
            for (project, role) in roles {
                of.entry(project).or_default().insert(role);
            }
            let display_name = display_name.unwrap_or_else(|| name.clone());
            let new = NewUser { name, display_name, email, password: None, admin, roles: of };
            let place = local.open(false).await?;
            let (user, link) = place.with_engine(async |e| Ok(e.create_user(&operator(), &new).await?)).await?;
            if app.out.json {
                return app.out.json(&serde_json::json!({ "user": user, "link": link }));
            }
            app.out.done(format!("Made the user {}.", paint(BOLD, &user.name)))?;
            link.map_or(Ok(()), |link| show(app, &link))
        }
        User::Disable { name, local } => set_disabled(app, local, &name, true).await,
        User::Enable { name, local } => set_disabled(app, local, &name, false).await,
    }
}

async fn set_disabled(app: &App, local: Local, name: &str, disabled: bool) -> Outcome {
    let update = UserUpdate { disabled: Some(disabled), ..UserUpdate::default() };
    let place = local.open(false).await?;
    let user = place.with_engine(async |e| Ok(e.update_user(&operator(), name, None, &update).await?)).await?;
    if app.out.json {
        return app.out.json(&user);
    }
    app.out.done(format!("{} {}.", user.name, if disabled { "is disabled" } else { "may sign in again" }))
}

fn list(app: &App, users: &[UserInfo]) -> Outcome {
    let mut rows = vec![["USER", "NAME", "STATE", "ROLES"].map(|h| cell(h, DIM)).to_vec()];
    rows.extend(users.iter().map(|u| {
        let state = match (u.disabled, u.admin) {
            (true, _) => "disabled",
            (false, true) => "administrator",
            (false, false) => "active",
        };
        let of = |(project, roles): (&String, &BTreeSet<Role>)| {
            format!("{project}: {}", roles.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", "))
        };
        let roles: Vec<String> = u.roles.iter().map(of).collect();
        vec![cell(&u.name, BOLD), cell(&u.display_name, PLAIN), cell(state, PLAIN), cell(roles.join("; "), PLAIN)]
    }));
    table(&app.out, 0, &rows, 3)
}

/// Runs `link`.
///
/// # Errors
/// No such user.
pub async fn link(app: &App, args: Link) -> Outcome {
    let place = args.local.open(false).await?;
    let path = place.with_engine(async |e| Ok::<_, Failure>(e.link_for(&operator(), &args.name).await?)).await?;
    if app.out.json { app.out.json(&serde_json::json!({ "link": path })) } else { show(app, &path) }
}

fn show(app: &App, path: &str) -> Outcome {
    app.out.note("It works once, for a week; whoever opens it sets the password:");
    app.out.line(app.client()?.page(path))
}
