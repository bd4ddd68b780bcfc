//! A served installation, and somebody who types commands at it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

const BINARY: &str = env!("CARGO_BIN_EXE_change-mgmt");

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// It must have gone well.
    pub fn ok(self) -> Self {
        self.fails(0)
    }
    /// It must have ended with this code.
    pub fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// A folder that goes with its last user.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Serves a folder on a free port; returns when it is ready.
    pub fn start(data: &Path) -> Self {
        Self::with(data, &["--sample"])
    }

    /// The same with other options.
    pub fn with(data: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen=127.0.0.1:0"])
            .args(options)
            .arg("--data-dir")
            .arg(data)
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.find_map(|l| l.unwrap().split_once("is ready on ").map(|(_, url)| url.to_owned()));
        Self { child, url: ready.expect("the server says that it is ready") }
    }

    /// Memory that is not a file's, MB; `None` where the system does not tell.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("RssAnon:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
    }

    /// Stops it in order.
    pub fn stop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
            self.child.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Somebody at a terminal of their own. Fields are dropped in order: the server before its folder.
#[derive(Clone)]
pub struct Desk {
    _server: Option<Arc<Server>>,
    folder: Arc<Folder>,
    url: String,
    token: Option<String>,
}

impl Desk {
    /// Nobody in particular, at a new installation with sample data.
    pub fn open() -> Self {
        let mut desk = Self::without_server();
        let server = Server::start(&desk.data());
        desk.url.clone_from(&server.url);
        desk._server = Some(Arc::new(server));
        desk
    }

    /// A folder only.
    pub fn without_server() -> Self {
        let folder = std::env::temp_dir().join(format!("change-mgmt-cli-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        // PostgreSQL's own user has to pass where the tests run as root.
        std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
        Self { _server: None, folder: Arc::new(Folder(folder)), url: "http://127.0.0.1:9".to_owned(), token: None }
    }

    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let file = self.folder().join(name);
        std::fs::write(&file, content).unwrap();
        file
    }

    /// The same desk, used by a person with a token.
    pub fn person(&self, name: &str) -> Self {
        let token = self.local(&["admin", "token", "--user", name]).ok().out;
        self.with_token(token.trim())
    }

    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same person at another address.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("CHANGE_MGMT_") || key == "DATABASE_URL") {
            command.env_remove(key);
        }
        command.args(arguments).current_dir(self.folder()).env("XDG_CONFIG_HOME", self.folder().join("config"));
        command.env("CHANGE_MGMT_URL", &self.url).stdin(Stdio::null());
        if let Some(token) = &self.token {
            command.env("CHANGE_MGMT_TOKEN", token);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().unwrap())
    }

    /// On this machine's database.
    pub fn local(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).env("CHANGE_MGMT_DATA_DIR", self.data()).output().unwrap())
    }

    /// With something typed.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    }

    /// As in `… | true`.
    pub fn run_into_closed_pipe(&self, arguments: &[&str]) -> Said {
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        Said { code: child.wait().unwrap().code().unwrap(), out: String::new(), err }
    }

    /// Opens a one-time link as a browser does.
    pub fn redeem(&self, link: &str, password: &str) {
        let secret = link.rsplit('/').next().unwrap();
        let body = serde_json::json!({ "link": secret, "password": password });
        let request = reqwest::Client::new().post(format!("{}/api/session/link", self.url)).json(&body);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(request.send()).unwrap();
        assert!(answer.status().is_success(), "{}", runtime.block_on(answer.text()).unwrap());
    }
}

fn said(output: std::process::Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}
