//! What the server can be told, by flag, environment and file.

mod options;
mod resolve;

pub use options::{LogFormat, ServeOptions};

use std::net::SocketAddr;
use std::path::PathBuf;

/// All settings, decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Folder of the private database.
    pub data_dir: PathBuf,
    /// Load the sample project and offer its people on the sign-in page.
    pub sample: bool,
    /// A PostgreSQL to use instead of the private one.
    pub database_url: Option<String>,
    /// Address under which people reach the server; `https` brings secure cookies and HSTS.
    pub public_url: Option<String>,
    /// `bin` folder of the PostgreSQL to run.
    pub pg_bin: Option<PathBuf>,
    /// Folder of the projects' repositories, if not in the data folder.
    pub repositories: Option<PathBuf>,
    /// Largest uploaded file, MB (2^20 bytes).
    pub max_upload_mb: u32,
    /// How long a session lasts without use, hours.
    pub session_hours: u32,
    /// Requests a second that one client may make over time; 0: any number.
    pub rate_limit: u32,
    /// Believe `X-Forwarded-For` (its last entry): only behind a proxy that sets it.
    pub trust_proxy: bool,
    /// Form of the log.
    pub log: LogFormat,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings file {path}: {source}")]
    Read {
        /// Its path.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is not TOML, or has an unknown or wrong setting.
    #[error("the settings file {path} is wrong: {reason}")]
    Syntax {
        /// Its path.
        path: PathBuf,
        /// Where and what.
        reason: String,
    },
    /// A value outside its range.
    #[error("{0}")]
    Value(String),
}

impl ServeConfig {
    /// People reach the server by TLS.
    pub fn secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
    /// Host, and port if given, of the public address.
    pub fn public_host(&self) -> Option<&str> {
        let rest = self.public_url.as_deref()?.split_once("://")?.1;
        rest.split('/').next().filter(|host| !host.is_empty())
    }
    /// Largest uploaded file, bytes.
    pub fn max_upload_bytes(&self) -> usize {
        usize::try_from(self.max_upload_mb).unwrap_or(usize::MAX).saturating_mul(1024 * 1024)
    }
    /// Address to print and to open.
    pub fn address(&self, bound: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if bound.ip().is_unspecified() => format!("http://localhost:{}", bound.port()),
            None => format!("http://{bound}"),
        }
    }
}
