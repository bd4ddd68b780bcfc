//! From settings as given to settings decided.

use super::{ConfigError, ServeConfig, ServeOptions};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

/// Read where no file is named.
const DEFAULT_FILE: &str = "change-mgmt.toml";

impl ServeOptions {
    /// Adds what file and environment say to these flags, and the defaults.
    ///
    /// # Errors
    /// A [`ConfigError`] that names the file or the setting.
    pub fn load(mut self) -> Result<ServeConfig, ConfigError> {
        // A flag or CHANGE_MGMT_DATABASE_URL is in the options already.
        if self.database_url.is_none() {
            self.database_url = std::env::var("DATABASE_URL").ok();
        }
        let file = match &self.config {
            Some(path) => read(path)?,
            None if Path::new(DEFAULT_FILE).is_file() => read(Path::new(DEFAULT_FILE))?,
            None => Self::default(),
        };
        self.or(file).decide()
    }

    /// Fills in the defaults and checks ranges.
    ///
    /// # Errors
    /// [`ConfigError::Value`].
    pub fn decide(self) -> Result<ServeConfig, ConfigError> {
        let config = ServeConfig {
            listen: self.listen.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            data_dir: self.data_dir.unwrap_or_else(|| ".data".into()),
            sample: self.sample.unwrap_or(false),
            database_url: self.database_url.filter(|url| !url.trim().is_empty()),
            public_url: self.public_url.map(|url| url.trim_end_matches('/').to_owned()).filter(|url| !url.is_empty()),
            pg_bin: self.pg_bin,
            repositories: self.repositories,
            max_upload_mb: self.max_upload_mb.unwrap_or(10),
            session_hours: self.session_hours.unwrap_or(24 * 14),
            rate_limit: self.rate_limit.unwrap_or(200),
            trust_proxy: self.trust_proxy.unwrap_or(false),
            log: self.log.unwrap_or_default(),
        };
        if let Some(url) = &config.public_url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            return Err(ConfigError::Value(format!("public-url must begin with https:// or http://, not `{url}`")));
        }
        range("max-upload-mb", config.max_upload_mb, 1, 200)?;
        range("session-hours", config.session_hours, 1, 24 * 366)?;
        Ok(config)
    }
}

fn range(name: &str, value: u32, low: u32, high: u32) -> Result<(), ConfigError> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(ConfigError::Value(format!("{name} must be between {low} and {high}, not {value}")))
    }
}

fn read(path: &Path) -> Result<ServeOptions, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|e| ConfigError::Syntax { path: path.to_owned(), reason: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_source_wins() {
        let flags = ServeOptions { sample: Some(false), ..ServeOptions::default() };
        let file: ServeOptions = toml::from_str("sample = true\nmax-upload-mb = 3\nlog = \"json\"").unwrap();
        let config = flags.or(file).decide().unwrap();
        assert_eq!((config.sample, config.max_upload_mb, config.session_hours), (false, 3, 336));
    }

    #[test]
    fn a_host_may_have_a_name() {
        let of = |text: &str| toml::from_str::<ServeOptions>(&format!("listen = {text:?}"));
        assert_eq!(of("localhost:4000").unwrap().decide().unwrap().listen.port(), 4000);
        assert_eq!(of("127.0.0.1:1").unwrap().listen, Some("127.0.0.1:1".parse().unwrap()));
        assert!(of("4000").unwrap_err().to_string().contains("HOST:PORT"));
        assert_eq!(ServeOptions::default().decide().unwrap().listen.port(), 3000);
    }

    #[test]
    fn unknown_keys_and_bad_values_are_refused() {
        assert!(toml::from_str::<ServeOptions>("lissten = \"1.2.3.4:1\"").is_err());
        assert!(toml::from_str::<ServeOptions>("config = \"other.toml\"").is_err());
        for options in [
            ServeOptions { public_url: Some("example.org".into()), ..ServeOptions::default() },
            ServeOptions { max_upload_mb: Some(0), ..ServeOptions::default() },
            ServeOptions { session_hours: Some(9000), ..ServeOptions::default() },
        ] {
            assert!(matches!(options.decide(), Err(ConfigError::Value(_))));
        }
    }

    #[test]
    fn tls_is_read_from_the_public_address() {
        let of = |url: &str| ServeOptions { public_url: Some(url.into()), ..ServeOptions::default() }.decide().unwrap();
        assert!(of("https://c.example/").secure());
        assert_eq!(of("https://c.example:8443/").public_host(), Some("c.example:8443"));
        assert!(!of("http://c.example").secure());
    }
}
