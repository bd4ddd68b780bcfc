//! Names places on a page.
