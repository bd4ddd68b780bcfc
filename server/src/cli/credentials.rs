//! The file in which `login` keeps tokens: one a server, readable by its owner only.

use super::exit::{Failure, Outcome};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Credentials {
    /// Address of the server signed in to last; used where none is named.
    pub current: Option<String>,
    /// By address of the server.
    pub servers: BTreeMap<String, Login>,
}

/// A sign-in to one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// User name.
    pub user: String,
    /// API token.
    pub token: String,
    /// Its id, to revoke it by.
    pub token_id: Uuid,
}

/// `$XDG_CONFIG_HOME/change-mgmt/credentials.toml`, else below `~/.config`.
///
/// # Errors
/// Neither variable is set.
pub fn path() -> Outcome<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    let base = base.ok_or_else(|| Failure::Other("Set HOME or XDG_CONFIG_HOME: tokens are kept there.".to_owned()))?;
    Ok(base.join("change-mgmt").join("credentials.toml"))
}

impl Credentials {
    /// Reads the file; empty where there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(file: &Path) -> Outcome<Self> {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Failure::Other(format!("Cannot read {}: {e}.", file.display()))),
        };
        toml::from_str(&text).map_err(|e| {
            Failure::Other(format!("{} is damaged ({}). Delete it and sign in again.", file.display(), e.message()))
        })
    }

    /// Writes the file anew, 0600 from its first byte on.
    ///
    /// # Errors
    /// The file cannot be written; the old one is then as it was.
    pub fn write(&self, file: &Path) -> Outcome {
        let text = toml::to_string(self).map_err(|e| Failure::Other(e.to_string()))?;
        let written = (|| {
            let folder = file.parent().unwrap_or_else(|| Path::new("."));
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            let fresh = folder.join(format!(".credentials.{}", std::process::id()));
            let mut out = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
            out.write_all(text.as_bytes())?;
            out.sync_all()?;
            fs::rename(&fresh, file)
        })();
        written.map_err(|e: io::Error| Failure::Other(format!("Cannot write {}: {e}.", file.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_written_is_read_again_and_private() {
        let folder = env::temp_dir().join(format!("change-mgmt-credentials-{}", Uuid::now_v7()));
        let file = folder.join("a").join("credentials.toml");
        assert_eq!(Credentials::read(&file).unwrap(), Credentials::default());
        let mut credentials = Credentials { current: Some("http://h:1".to_owned()), ..Credentials::default() };
        let login = Login { user: "ann".to_owned(), token: "cmt_x".to_owned(), token_id: Uuid::now_v7() };
        credentials.servers.insert("http://h:1".to_owned(), login);
        credentials.write(&file).unwrap();
        assert_eq!(Credentials::read(&file).unwrap(), credentials);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&file, "= broken").unwrap();
        assert!(Credentials::read(&file).unwrap_err().to_string().contains("damaged"));
        fs::remove_dir_all(folder).unwrap();
    }
}
