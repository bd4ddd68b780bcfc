//! Names of tables, types and the like.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A name with or without its schema, folded as the database folds it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Name {
    /// The schema, where it is written and is not the default one.
    pub schema: Option<String>,
    /// The object.
    pub name: String,
    /// Which schema it is in is known: without a name it is the default one, whatever the search path says.
    #[serde(skip)]
    pub placed: bool,
}

/// Where it was found does not make it another name.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.schema == other.schema
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.schema, &self.name).cmp(&(&other.schema, &other.name))
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.schema, &self.name).hash(state);
    }
}

impl Name {
    /// A name without a schema.
    pub fn bare(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// A name from its parts; `public` and `main` are the default schemas and are left out, so that `public.users`
    /// and `users` are the same table. So is one that a migration tool fills in: it is the one that the code uses.
    pub fn parts(parts: &[String]) -> Option<Self> {
        let (name, rest) = parts.split_last()?;
        let default = |schema: &&String| matches!(schema.as_str(), "public" | "main") || schema.starts_with("${");
        let schema = rest.last().filter(|schema| !default(schema));
        Some(Self { schema: schema.cloned(), name: name.clone(), placed: !rest.is_empty() })
    }

    /// The same object under another name.
    pub fn renamed(&self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self.clone() }
    }

    /// The object of this name in a schema; without one in the default schema.
    pub fn placed(&self, schema: Option<String>) -> Self {
        Self { schema, name: self.name.clone(), placed: true }
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
