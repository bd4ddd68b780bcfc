//! Server functions: lists.
