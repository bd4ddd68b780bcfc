//! Every operation and every server function refuses nobody, and refuses people without the right.
//!
//! What may be called is a list; a new operation is on none of them and must be refused, or the test fails.

mod functions;
mod operations;
