//! Parts of a board, of changes or of steps.

mod advance;
mod change_card;
mod column;
mod filters;
mod move_sheet;
mod stage_board;

pub use advance::Advance;
pub use column::BoardColumn;
pub use filters::{BoardFilters, BoardQuery, Lanes};
pub use move_sheet::MoveSheet;
pub use stage_board::{StageBoard, stage_names};
