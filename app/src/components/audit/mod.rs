//! Parts of the audit trail's page.

mod entries;
mod report;

pub use entries::EntryTable;
pub use report::ReportNotice;
