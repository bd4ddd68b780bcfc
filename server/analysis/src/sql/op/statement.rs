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
    /// It does nothing where its object is missing: `ALTER TABLE IF EXISTS`.
    pub if_exists: bool,
    /// The effect.
    pub op: Op,
}

impl Statement {
    /// A block of which no statement could be read.
    pub(crate) fn is_unread(&self) -> bool {
        matches!(self.ops.as_slice(), [Located { op: Op::Do, .. }])
    }
}
