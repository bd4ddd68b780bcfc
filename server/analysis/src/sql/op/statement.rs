//! A statement and where its effects are written.

use super::Op;

/// One statement and its effects.
#[derive(Clone, Debug)]
pub struct Statement {
    /// First byte in the script.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it does, in order; an `ALTER TABLE` may do several things.
    pub ops: Vec<Located>,
}

/// One effect and where it is written.
#[derive(Clone, Debug)]
pub struct Located {
    /// First byte in the script.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// It stands in a block that may or may not run it.
    pub conditional: bool,
    /// The effect.
    pub op: Op,
}
