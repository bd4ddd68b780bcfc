//! The live stream: `GET /api/events`, Server-Sent Events.
//!
//! One reader a server ([`Hub`]) follows the database and hands each event to all streams, which keep what their actor
//! may see. A stream that begins in the past, or falls behind, reads for itself from its own cursor.

mod hub;
pub mod stream;

pub use hub::Hub;
