//! Before somebody is signed in.

mod sign_in;
mod welcome;

pub use sign_in::SignInPage;
pub use welcome::WelcomePage;
