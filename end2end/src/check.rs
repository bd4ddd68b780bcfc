//! Says what must be true.
