//! Server functions: account.
