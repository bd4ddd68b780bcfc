//! Server functions: intake.
