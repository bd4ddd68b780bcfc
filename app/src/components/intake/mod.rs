//! Parts: intake.
