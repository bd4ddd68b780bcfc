//! Does what a person does.
