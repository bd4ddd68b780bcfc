//! Scrolling while a card is held at an edge.

use leptos::prelude::{document, window};

const EDGE: f64 = 56.0;
const FASTEST: f64 = 14.0;

/// Pixels to scroll for a position between two edges: negative near the first, positive near the second.
fn pull(at: f64, first: f64, last: f64) -> f64 {
    if at < first + EDGE {
        -FASTEST * ((first + EDGE - at) / EDGE).min(1.0)
    } else if at > last - EDGE {
        FASTEST * ((at - (last - EDGE)) / EDGE).min(1.0)
    } else {
        0.0
    }
}

/// Scrolls the board sideways, the column and the page; says whether anything moved.
pub fn at_edges((x, y): (f64, f64)) -> bool {
    let mut moved = false;
    if let Ok(Some(board)) = document().query_selector("[data-drag-scroll]") {
        let rect = board.get_bounding_client_rect();
        let by = pull(x, rect.left(), rect.right()) as i32;
        if by != 0 {
            let before = board.scroll_left();
            board.set_scroll_left(before + by);
            moved |= board.scroll_left() != before;
        }
    }
    let under = document().element_from_point(x as f32, y as f32);
    if let Some(list) = under.and_then(|e| e.closest("[data-column-scroll]").ok().flatten()) {
        let rect = list.get_bounding_client_rect();
        let by = pull(y, rect.top(), rect.bottom()) as i32;
        let before = list.scroll_top();
        list.set_scroll_top(before + by);
        moved |= by != 0 && list.scroll_top() != before;
    }
    let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    let by = pull(y, 0.0, height);
    if !moved && by != 0.0 {
        let before = window().scroll_y().unwrap_or(0.0);
        window().scroll_by_with_x_and_y(0.0, by);
        moved = (window().scroll_y().unwrap_or(0.0) - before).abs() > 0.5;
    }
    moved
}
