//! A served instance of the product, with its own database and the sample data.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; stopped, and its data removed, when dropped.
pub struct Site {
    child: Child,
    port: u16,
    data: PathBuf,
}

/// The program under test: `CHANGE_MGMT_BIN`, or the one built beside the tests.
fn binary() -> PathBuf {
    std::env::var_os("CHANGE_MGMT_BIN").map_or_else(
        || {
            let exe = std::env::current_exe().expect("path of the test program");
            exe.ancestors().nth(2).expect("target folder").join("change-mgmt")
        },
        PathBuf::from,
    )
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port()
}

impl Site {
    /// Starts a server with sample data and waits until it answers.
    pub async fn start() -> Self {
        let port = free_port();
        let data = std::env::temp_dir().join(format!("change-mgmt-e2e-{}-{port}", std::process::id()));
        let child = serve(&data, port);
        let mut site = Self { child, port, data };
        site.wait().await;
        site
    }

    async fn wait(&mut self) {
        let end = Instant::now() + Duration::from_secs(60);
        while self.get("/readyz") != Some(200) {
            assert!(Instant::now() < end, "the server is not ready after a minute");
            if let Some(status) = self.child.try_wait().expect("state of the server") {
                panic!("the server ended: {status}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The program itself, for what a person does in a terminal.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(args).stdin(Stdio::null());
        command
    }

    /// Full address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Kills the server without notice and leaves it down.
    pub fn pause(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Kills the server without notice and starts it again on the same data.
    pub async fn kill_and_restart(&mut self) {
        self.pause();
        self.child = serve(&self.data, self.port);
        self.wait().await;
    }

    fn get(&self, path: &str) -> Option<u16> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split_whitespace().nth(1)?.parse().ok()
    }
}

fn serve(data: &Path, port: u16) -> Child {
    Command::new(binary())
        .args(["serve", "--sample", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(if std::env::var_os("E2E_LOG").is_some() { Stdio::inherit() } else { Stdio::null() })
        .spawn()
        .expect("the server program; build it with `cargo build -p server`")
}

impl Drop for Site {
    fn drop(&mut self) {
        // An orderly stop, so that the database stops too.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let end = Instant::now() + Duration::from_secs(15);
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
