//! The report as nodes and edges.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One thing in the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Stable: its kind and name, `table public.users`.
    pub id: String,
    /// What to write on it.
    pub label: String,
    /// `operation`, `table`, `view`, `code`, `endpoint`, `client`, …
    pub kind: String,
    /// From left to right: 0 operations, 1 tables and columns, 2 what hangs on them, 3 code, 4 endpoints, 5 clients,
    /// 6 components.
    pub layer: u8,
}

/// One thing reaches another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// Id of the one.
    pub from: String,
    /// Id of the other.
    pub to: String,
    /// How: `reads`, `writes`, `serves`, `calls`, …
    pub label: String,
}

/// Nodes by layer and name, edges by their ends: the same report gives the same graph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// All nodes.
    pub nodes: Vec<Node>,
    /// All edges; both ends are nodes.
    pub edges: Vec<Edge>,
}

/// A graph that is put together.
#[derive(Default)]
pub(crate) struct Builder {
    nodes: BTreeMap<(u8, String), Node>,
    edges: BTreeSet<Edge>,
}

impl Builder {
    pub(crate) fn node(&mut self, layer: u8, kind: &str, name: &str) -> String {
        let id = format!("{kind} {name}");
        let node = || Node {
            id: id.clone(),
            label: name.trim_start_matches("public.").to_owned(),
            kind: kind.to_owned(),
            layer,
        };
        self.nodes.entry((layer, id.clone())).or_insert_with(node);
        id
    }

    pub(crate) fn edge(&mut self, from: &str, to: &str, label: &str) {
        if from != to {
            self.edges.insert(Edge { from: from.to_owned(), to: to.to_owned(), label: label.to_owned() });
        }
    }

    pub(crate) fn done(self) -> Graph {
        Graph { nodes: self.nodes.into_values().collect(), edges: self.edges.into_iter().collect() }
    }
}
