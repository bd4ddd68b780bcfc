//! Accounts of the system, looked up without calling C.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use super::ClusterError;

/// A user of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Account {
    pub(super) fn find(name: &str) -> Option<Self> {
        let known = fs::read_to_string("/etc/passwd").ok().and_then(|text| in_passwd(&text, name));
        known.or_else(|| Some(Self { uid: id("-u", Some(name))?, gid: id("-g", Some(name))?, name: name.to_owned() }))
    }
}

/// The user id of this process.
pub(super) fn own_uid() -> Result<u32, ClusterError> {
    if let Ok(meta) = fs::metadata("/proc/self") {
        return Ok(meta.uid());
    }
    id("-u", None).ok_or_else(|| ClusterError::Spawn {
        program: PathBuf::from("id"),
        source: io::Error::other("it does not tell this process's user"),
    })
}

/// The answer of `id`, for users that a directory service knows and /etc/passwd does not.
fn id(flag: &str, name: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(flag).args(name).stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn in_passwd(text: &str, name: &str) -> Option<Account> {
    let line = text.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let (uid, gid) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Account { name: name.to_owned(), uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwd_lines_are_matched_by_whole_name() {
        let text = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:8::/:/bin/sh\npostgres:x:101:104:,,,:/var:/bin/sh\n";
        let account = in_passwd(text, "postgres").unwrap();
        assert_eq!((account.uid, account.gid), (101, 104));
        assert_eq!(in_passwd(text, "nobody"), None);
        assert_eq!(in_passwd("postgres:x:ten:1::/:/bin/sh", "postgres"), None);
    }
}
