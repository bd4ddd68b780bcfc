//! The names of what a proof can find.

use analysis::Severity;

/// Name and summary of each, and the severity of its findings.
pub const RULES: &[(&str, &str, &[Severity])] = &[
    (
        "proof-base-fails",
        "the earlier migrations cannot be applied, so that nothing is known of the change",
        &[Severity::Error],
    ),
    (
        "proof-breaks",
        "a statement that cannot be read from its text takes or alters what the code that runs uses",
        &[Severity::Error],
    ),
    (
        "proof-data-dependent",
        "the change fails on rows that the schema allows, and works without them",
        &[Severity::Warning],
    ),
    ("proof-down-fails", "the way back cannot be gone", &[Severity::Error]),
    (
        "proof-down-missing",
        "a migration has no way back; a warning where no migration of the folder has one",
        &[Severity::Error, Severity::Warning],
    ),
    (
        "proof-enum-value-left",
        "after up and down, an enum has a value more, which PostgreSQL cannot take away",
        &[Severity::Warning],
    ),
    (
        "proof-met-no-row",
        "a statement that alters or deletes rows met none, so that nothing is known of what it does to them",
        &[Severity::Notice],
    ),
    (
        "proof-not-possible",
        "the role or the machine of the proof cannot do what a statement asks for, so that nothing is known of the change",
        &[Severity::Error],
    ),
    (
        "proof-not-seeded",
        "a touched table could not be given rows, so that nothing is known of its data",
        &[Severity::Notice],
    ),
    ("proof-out-of-time", "the proof took longer than it may", &[Severity::Error]),
    ("proof-rows-altered", "after up and down, rows have other values than before", &[Severity::Error]),
    (
        "proof-rows-left",
        "after up and down, there are rows that were not there before; a warning where triggers keep a record in them",
        &[Severity::Error, Severity::Warning],
    ),
    ("proof-rows-lost", "after up and down, rows are gone", &[Severity::Error]),
    (
        "proof-rows-refused",
        "no row that was allowed until now meets a new condition that is not validated; an error where no row at all can",
        &[Severity::Warning, Severity::Error],
    ),
    (
        "proof-schema-different",
        "after up and down, an object differs from what it was; a warning where only columns stand in another order",
        &[Severity::Error, Severity::Warning],
    ),
    ("proof-schema-left", "after up and down, an object is there that was not there before", &[Severity::Error]),
    ("proof-schema-missing", "after up and down, an object is missing", &[Severity::Error]),
    ("proof-second-up-differs", "up gives another schema the second time", &[Severity::Error]),
    (
        "proof-second-up-fails",
        "up works once, and not again after down; a warning where an enum has a value already",
        &[Severity::Error, Severity::Warning],
    ),
    (
        "proof-stopped",
        "a statement was stopped: it took too long, grew too large or ended its connection",
        &[Severity::Error],
    ),
    ("proof-table-rewrite", "a statement writes a whole table anew", &[Severity::Warning]),
    ("proof-up-fails", "the change cannot be applied", &[Severity::Error]),
    ("proof-view-fails", "after up, a view cannot be read", &[Severity::Error]),
    (
        "proof-write-refused",
        "after up, a write that worked before is refused on purpose, or writes nothing",
        &[Severity::Warning],
    ),
    ("proof-write-fails", "after up, no row of a table can be inserted, updated or deleted", &[Severity::Error]),
];
