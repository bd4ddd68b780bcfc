//! Server functions: admin.
