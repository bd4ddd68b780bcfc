//! Passwords: argon2id with 19 MiB, two passes, one lane.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::{AppError, AppResult, Problem};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Shortest password, in characters.
const MIN: usize = 12;
/// Longest password, in characters.
const MAX: usize = 200;

/// At most four at a time: 76 MiB, however many people sign in at once.
static SLOTS: Semaphore = Semaphore::const_new(4);

fn defect(what: impl std::fmt::Display) -> AppError {
    let id = uuid::Uuid::now_v7().to_string();
    tracing::error!(%id, cause = %what, "password hashing failed");
    AppError::Internal(id)
}

fn hasher() -> AppResult<Argon2<'static>> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(MEMORY_KIB, PASSES, 1, None).map_err(defect)?))
}

fn hash_now(password: &str) -> AppResult<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(defect)?;
    Ok(hasher()?.hash_password(password.as_bytes(), &salt).map_err(defect)?.to_string())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> AppResult<T> + Send + 'static) -> AppResult<T> {
    let _slot = SLOTS.acquire().await.map_err(defect)?;
    tokio::task::spawn_blocking(work).await.map_err(defect)?
}

/// The PHC string of a password.
pub(crate) async fn hash(password: &str) -> AppResult<String> {
    let password = password.to_owned();
    blocking(move || hash_now(&password)).await
}

/// Whether the password fits. Without a stored one it does the same work and says no, so that time tells nothing.
pub(crate) async fn verify(password: &str, stored: Option<String>) -> AppResult<bool> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let password: String = password.chars().take(MAX + 1).collect();
    blocking(move || {
        let known = stored.is_some();
        let phc = match (stored, NOBODY.get()) {
            (Some(phc), _) => phc,
            (None, Some(phc)) => phc.clone(),
            (None, None) => NOBODY.get_or_init(|| hash_now("nobody has this password").unwrap_or_default()).clone(),
        };
        let parsed = PasswordHash::new(&phc).map_err(defect)?;
        Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

/// What is wrong with a new password.
pub(crate) fn problem(pointer: &str, password: &str, user: &str) -> Option<Problem> {
    let n = password.chars().count();
    if n < MIN {
        Some(Problem::new(pointer, "password.too-short", format!("Use at least {MIN} characters for the password.")))
    } else if n > MAX {
        Some(Problem::new(pointer, "password.too-long", format!("Use at most {MAX} characters for the password.")))
    } else if password.eq_ignore_ascii_case(user) {
        Some(Problem::new(pointer, "password.user-name", "Choose a password that is not the user name."))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let phc = hash("correct horse battery").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify("correct horse battery", Some(phc.clone())).await.unwrap());
        assert!(!verify("correct horse batterY", Some(phc)).await.unwrap());
        assert!(!verify("nobody has this password", None).await.unwrap());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(problem("/password", "äöüäöüäöüäö", "ada").unwrap().code, "password.too-short");
        assert_eq!(problem("/password", "äöüäöüäöüäöü", "ada"), None);
        assert_eq!(problem("/password", &"x".repeat(201), "ada").unwrap().code, "password.too-long");
        assert_eq!(problem("/password", "Release.Manager", "release.manager").unwrap().code, "password.user-name");
    }
}
