//! Parts: board.
