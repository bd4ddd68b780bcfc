//! Each setting once: its flag, its variable of the environment, its key in the file.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Deserializer};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

/// Form of the log on standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Settings as given; what is left out is decided by the next source: flag, environment, file, default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ServeOptions {
    /// Settings file (TOML); its keys are the long names of these flags [default: change-mgmt.toml, if it exists]
    #[arg(long, env = "CHANGE_MGMT_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, env = "CHANGE_MGMT_LISTEN", value_name = "HOST:PORT", value_parser = address)]
    #[serde(deserialize_with = "read_address")]
    pub listen: Option<SocketAddr>,
    /// Folder of the private database [default: .data]
    #[arg(long, env = "CHANGE_MGMT_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Load a sample project and offer its people on the sign-in page
    #[arg(long, env = "CHANGE_MGMT_SAMPLE", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub sample: Option<bool>,
    /// A PostgreSQL to use instead of the private one; DATABASE_URL is read, too
    #[arg(long, env = "CHANGE_MGMT_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address under which people reach the server; https brings secure cookies
    #[arg(long, env = "CHANGE_MGMT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder with initdb, postgres and pg_ctl [default: looked for]
    #[arg(long, env = "CHANGE_MGMT_PG_BIN", value_name = "FOLDER")]
    pub pg_bin: Option<PathBuf>,
    /// Folder of the projects' repositories [default: `repositories` in the data folder]
    #[arg(long, env = "CHANGE_MGMT_REPOSITORIES", value_name = "FOLDER")]
    pub repositories: Option<PathBuf>,
    /// Largest uploaded file, MB [default: 10]
    #[arg(long, env = "CHANGE_MGMT_MAX_UPLOAD_MB", value_name = "MB")]
    pub max_upload_mb: Option<u32>,
    /// How long a session lasts without use, hours [default: 336]
    #[arg(long, env = "CHANGE_MGMT_SESSION_HOURS", value_name = "HOURS")]
    pub session_hours: Option<u32>,
    /// Requests a second that one client may make over time, 0 for any number [default: 200]
    #[arg(long, env = "CHANGE_MGMT_RATE_LIMIT", value_name = "N")]
    pub rate_limit: Option<u32>,
    /// Believe X-Forwarded-For; only behind a proxy that sets it
    #[arg(long, env = "CHANGE_MGMT_TRUST_PROXY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub trust_proxy: Option<bool>,
    /// Form of the log [default: text]
    #[arg(long, env = "CHANGE_MGMT_LOG", value_enum, value_name = "FORM")]
    pub log: Option<LogFormat>,
}

/// A host's name or address, with its port.
fn address(text: &str) -> Result<SocketAddr, String> {
    let found = text.to_socket_addrs().map_err(|e| format!("write HOST:PORT, e.g. 127.0.0.1:3000 ({e})"))?;
    found.min_by_key(SocketAddr::is_ipv6).ok_or_else(|| "the host has no address".to_owned())
}

fn read_address<'de, D: Deserializer<'de>>(input: D) -> Result<Option<SocketAddr>, D::Error> {
    address(&String::deserialize(input)?).map(Some).map_err(serde::de::Error::custom)
}

impl ServeOptions {
    /// These settings, and those of `other` where these are silent.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            config: self.config.or(other.config),
            listen: self.listen.or(other.listen),
            data_dir: self.data_dir.or(other.data_dir),
            sample: self.sample.or(other.sample),
            database_url: self.database_url.or(other.database_url),
            public_url: self.public_url.or(other.public_url),
            pg_bin: self.pg_bin.or(other.pg_bin),
            repositories: self.repositories.or(other.repositories),
            max_upload_mb: self.max_upload_mb.or(other.max_upload_mb),
            session_hours: self.session_hours.or(other.session_hours),
            rate_limit: self.rate_limit.or(other.rate_limit),
            trust_proxy: self.trust_proxy.or(other.trust_proxy),
            log: self.log.or(other.log),
        }
    }
}
