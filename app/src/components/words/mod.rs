//! Parts: words.
