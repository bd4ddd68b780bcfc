//! Parts: change.
