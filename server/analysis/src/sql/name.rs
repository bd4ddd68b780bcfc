//! Names of tables, types and the like.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name with or without its schema, folded as the database folds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The schema, where it is written and is not the default one.
    pub schema: Option<String>,
    /// The object.
    pub name: String,
}

impl Name {
    /// A name without a schema.
    pub fn bare(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name from its parts; `public` and `main` are the default schemas and are left out, so that `public.users`
    /// and `users` are the same table.
    pub fn parts(parts: &[String]) -> Option<Self> {
        let (name, rest) = parts.split_last()?;
        let schema = rest.last().filter(|schema| !matches!(schema.as_str(), "public" | "main"));
        Some(Self { schema: schema.cloned(), name: name.clone() })
    }

    /// The same object under another name.
    pub fn renamed(&self, name: &str) -> Self {
        Self { schema: self.schema.clone(), name: name.to_owned() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}
