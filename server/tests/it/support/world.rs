//! The server and its people.

use super::{Reply, inputs};
use domain::Actor;
use domain::api::{Accounts, NewToken, NewUser, Projects};
use domain::words::{Origin, Role, Scope};
use engine::Engine;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use server::config::{ServeConfig, ServeOptions};
use server::wiring::{pool, wire};
use sqlx::postgres::PgConnectOptions;
use std::collections::BTreeMap;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// `root` administers the server; `out` has no role anywhere.
const PEOPLE: &[(&str, &[Role])] = &[
    ("ada", &[Role::Requester, Role::Developer]),
    ("dan", &[Role::Developer]),
    ("rev", &[Role::Reviewer]),
    ("arc", &[Role::Architect]),
    ("rel", &[Role::ReleaseManager]),
    ("vic", &[Role::Viewer]),
    ("out", &[]),
];

pub struct Server {
    pub base: String,
    pub engine: Engine,
    pub client: Client,
    pub options: PgConnectOptions,
    tokens: BTreeMap<String, String>,
    stop: Option<oneshot::Sender<()>>,
}

impl Server {
    /// On a fresh database with the project `shop`.
    pub async fn start() -> Self {
        let options = store::cluster::testing::shared().await.unwrap().fresh_database(&store::MIGRATOR).await.unwrap();
        let mut server = Self::on(options).await;
        server.settle().await;
        server
    }

    /// The same with these settings, on an empty database.
    pub async fn settled(options: PgConnectOptions, config: ServeConfig) -> Self {
        let mut server = Self::with(options, config).await;
        server.settle().await;
        server
    }

    /// On this database, as it is.
    pub async fn on(options: PgConnectOptions) -> Self {
        let listen = Some("127.0.0.1:0".parse().unwrap());
        Self::with(
            options,
            ServeOptions { listen, max_upload_mb: Some(2), ..ServeOptions::default() }.decide().unwrap(),
        )
        .await
    }

    pub async fn with(options: PgConnectOptions, config: ServeConfig) -> Self {
        let listener = TcpListener::bind(config.listen).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let wired = wire(config, Store::new(pool(options.clone()))).await.unwrap();
        let engine = wired.engine.clone();
        let (stop, told) = oneshot::channel::<()>();
        tokio::spawn(async move {
            server::serve::run(wired, listener, async move { told.await.unwrap_or_default() }).await.unwrap();
        });
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { base, engine, client, options, tokens: BTreeMap::new(), stop: Some(stop) }
    }

    /// A second server on the same database, for the same people.
    pub async fn twin(&self) -> Self {
        Self { tokens: self.tokens.clone(), ..Self::on(self.options.clone()).await }
    }

    async fn settle(&mut self) {
        self.engine.create_project(&Actor::system(), &inputs::project("shop")).await.unwrap();
        for (name, roles) in PEOPLE.iter().copied().chain([("root", &[][..])]) {
            let roles: BTreeMap<_, _> = if roles.is_empty() {
                BTreeMap::new()
            } else {
                [("shop".to_owned(), roles.iter().copied().collect())].into()
            };
            let admin = name == "root";
            let user = NewUser {
                name: name.into(),
                display_name: name.into(),
                email: None,
                password: None,
                admin,
                roles: roles.clone(),
            };
            self.engine.create_user(&Actor::system(), &user).await.unwrap();
            let actor = Actor { name: name.into(), admin, roles, ..Actor::anonymous(Origin::Web) };
            let token = NewToken { name: "test".into(), scopes: Scope::ALL.iter().copied().collect(), days: None };
            let made = self.engine.create_token(&actor, &token).await.unwrap();
            self.tokens.insert(name.into(), made.secret);
        }
    }

    /// A request by somebody; by nobody for an empty name.
    pub fn request(&self, who: &str, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        if who.is_empty() { request } else { request.bearer_auth(&self.tokens[who]) }
    }
    pub async fn get(&self, who: &str, path: &str) -> Reply {
        Reply::of(self.request(who, Method::GET, path).send().await.unwrap()).await
    }
    pub async fn send(&self, who: &str, method: Method, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(who, method, path).json(body).send().await.unwrap()).await
    }
    pub async fn post(&self, who: &str, path: &str, body: Value) -> Reply {
        self.send(who, Method::POST, path, &body).await
    }
    pub async fn put(&self, who: &str, path: &str, body: Value) -> Reply {
        self.send(who, Method::PUT, path, &body).await
    }
    /// A new change by `ada`: its `CHG-n`.
    pub async fn change(&self, title: &str) -> String {
        let made = self.post("ada", "/api/changes", inputs::add_field(title)).await;
        format!("CHG-{}", made.expect(201)["number"])
    }
    /// Stops it as a signal would.
    pub fn stop(&mut self) {
        self.stop.take();
    }
}
