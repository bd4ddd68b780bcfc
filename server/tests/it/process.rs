//! The program in processes of its own, to be killed or doubled.

use reqwest::Client;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_change-mgmt");

/// A server; stopped, and its data removed, when dropped.
pub struct Instance {
    child: Child,
    port: u16,
    data: PathBuf,
    /// Whether the data go with it.
    owner: bool,
}

impl Instance {
    /// Starts a server on a folder of its own.
    pub fn start(name: &str) -> Self {
        Self::on(std::env::temp_dir().join(format!("change-mgmt-{name}-{}", std::process::id())), true)
    }

    /// Starts one more server on the same folder.
    pub fn beside(&self) -> Self {
        Self::on(self.data.clone(), false)
    }

    fn on(data: PathBuf, owner: bool) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { child: spawn(&data, port), port, data, owner }
    }

    /// Where it answers.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Kills the server and starts it again.
    pub fn kill_server(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = spawn(&self.data, self.port);
    }

    /// Kills PostgreSQL.
    pub fn kill_database(&self) {
        let file = std::fs::read_to_string(self.data.join("pgdata/postmaster.pid")).unwrap();
        let pid = file.lines().next().unwrap().to_owned();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    }

    /// A token of a sample person.
    pub fn token(&self, user: &str) -> String {
        let out = Command::new(BINARY)
            .args(["admin", "token", "--user", user, "--data-dir"])
            .arg(&self.data)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let end = Instant::now() + Duration::from_secs(15);
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        if self.owner {
            let _ = std::fs::remove_dir_all(&self.data);
        }
    }
}

fn spawn(data: &Path, port: u16) -> Child {
    Command::new(BINARY)
        .args(["serve", "--sample", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the server can serve; how long it took.
pub async fn ready(base: &str) -> Duration {
    let (client, begun) = (Client::new(), Instant::now());
    loop {
        if let Ok(answer) = client.get(format!("{base}/readyz")).send().await
            && answer.status().is_success()
        {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the server does not come back");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
