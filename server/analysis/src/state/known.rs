//! Functions that no migration makes and that are known all the same.

use super::Catalog;
use super::gaps::WITHOUT_TABLES;
use crate::sql::{Name, ObjectKind, is_stable_function, runs_text};

/// Functions of PostgreSQL that may differ from call to call; the others are in the list of the stable ones.
const OWN: &[&str] = &[
    "brin_desummarize_range",
    "brin_summarize_new_values",
    "brin_summarize_range",
    "clock_timestamp",
    "current_query",
    "currval",
    "cursor_to_xml",
    "gen_random_uuid",
    "getdatabaseencoding",
    "gin_clean_pending_list",
    "lastval",
    "nextval",
    "query_to_xml",
    "query_to_xmlschema",
    "random",
    "random_normal",
    "set_config",
    "setseed",
    "setval",
    "timeofday",
    "ts_rewrite",
    "ts_stat",
];

/// Functions of extensions that do nothing but give a value.
const GIVING: &[&str] = &[
    "akeys",
    "armor",
    "avals",
    "connectby",
    "crosstab",
    "crosstab2",
    "crosstab3",
    "crosstab4",
    "crypt",
    "dearmor",
    "decrypt",
    "decrypt_iv",
    "difference",
    "dmetaphone",
    "dmetaphone_alt",
    "earth_box",
    "earth_distance",
    "encrypt",
    "encrypt_iv",
    "gen_random_bytes",
    "gen_salt",
    "hmac",
    "levenshtein",
    "levenshtein_less_equal",
    "ll_to_earth",
    "metaphone",
    "nlevel",
    "normal_rand",
    "set_limit",
    "show_limit",
    "show_trgm",
    "similarity",
    "skeys",
    "soundex",
    "strict_word_similarity",
    "subpath",
    "svals",
    "unaccent",
    "word_similarity",
];

/// How the names of functions begin of which there are many.
const BEGINNINGS: &[&str] = &[
    "database_to_xml",
    "dblink",
    "has_",
    "json",
    "lo_",
    "pg_",
    "pgp_",
    "postgis_",
    "schema_to_xml",
    "st_",
    "table_to_xml",
    "txid_",
    "uuid_",
    "uuidv",
];

impl Catalog {
    /// Whether a call of it holds no riddle: a migration makes it, it is known what it does, or an extension may have
    /// brought it of which not all is known.
    pub(crate) fn knows_routine(&self, name: &Name) -> bool {
        let word = name.name.as_str();
        matches!(name.schema.as_deref(), Some("pg_catalog" | "information_schema" | "cron"))
            || self.routines.keys().any(|made| made.name == word)
            || OWN.contains(&word)
            || GIVING.contains(&word)
            || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
            || is_stable_function(word)
            || runs_text(name)
            || self.has_other_extension()
    }

    fn has_other_extension(&self) -> bool {
        let mut extensions = self.objects.keys().filter(|(kind, _)| *kind == ObjectKind::Extension);
        extensions.any(|(_, name)| !WITHOUT_TABLES.contains(&name.name.as_str()))
    }
}
