//! Parts: account.
