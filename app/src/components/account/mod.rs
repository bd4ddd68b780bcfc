//! Parts of the account page.

mod password;
mod sessions;
mod tokens;

pub use password::PasswordCard;
pub use sessions::SessionsCard;
pub use tokens::TokensCard;
