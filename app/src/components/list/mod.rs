//! Parts: list.
