//! Server functions: session.
