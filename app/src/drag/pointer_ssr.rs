//! The server has no pointer. The same signatures as `pointer`.

use super::DragBoard;
use leptos::ev::PointerEvent;

/// Nothing to do.
pub fn press(board: DragBoard, event: &PointerEvent, card: &str) {
    let _ = (board, event, card, DragBoard::hover);
}

/// Nothing to do.
pub fn show_column(column: &str) {
    let _ = column;
}
