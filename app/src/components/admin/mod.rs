//! Parts: admin.
