//! What a failure says on standard error.

use super::{
    exit::Failure,
    flag::flag,
    output::{DIM, RED, clean, paint},
};
use std::io::Write;

impl Failure {
    /// Writes it: what went wrong, each problem on its line, what to do.
    pub fn report(&self) {
        if matches!(self, Failure::Pipe) {
            return;
        }
        let mut text = format!("{} {}\n", paint(RED, "error:"), clean(&self.to_string()));
        for line in self.details() {
            text.push_str(&format!("  {}\n", clean(&line)));
        }
        if let Some(hint) = self.hint() {
            text.push_str(&format!("{}\n", paint(DIM, &hint)));
        }
        // Nobody reads it: there is nobody to tell.
        let _ = anstream::stderr().write_all(text.as_bytes());
    }

    /// Lines under the first one: each problem with the option it is about.
    fn details(&self) -> Vec<String> {
        let Self::Refused(refusal) = self else { return Vec::new() };
        let problems = refusal.problems.iter().map(|p| match flag(&p.pointer) {
            place if place.is_empty() => p.message.clone(),
            place => format!("{place}: {}", p.message),
        });
        problems.chain(refusal.reasons.iter().cloned()).collect()
    }

    /// What to do next, if there is something that helps in every such case.
    fn hint(&self) -> Option<String> {
        match self {
            Self::Auth(_) => {
                Some("Sign in with `change-mgmt login`, or set CHANGE_MGMT_TOKEN to a token of yours.".to_owned())
            }
            Self::Refused(r) if r.code() == "unauthenticated" || r.status == 401 => {
                Some("The token is missing, expired or revoked. Sign in with `change-mgmt login`.".to_owned())
            }
            Self::Unreachable { .. } => Some(
                "Start one with `change-mgmt serve`, or name another with --url or CHANGE_MGMT_URL (http://HOST:PORT)."
                    .to_owned(),
            ),
            Self::Refused(r) if r.reasons.iter().any(|reason| reason.contains("edit the request")) => Some(
                "`change-mgmt edit CHANGE --operation '…'` does that; `change-mgmt edit --help` shows how to write operations."
                    .to_owned(),
            ),
            Self::Usage(_) => Some("`--help` after the command shows its options.".to_owned()),
            _ => None,
        }
    }
}
