//! How names are written.

pub(in crate::intake) fn excerpt(v: &str) -> String {
    let short: String = v.chars().take(60).collect();
    if short.len() < v.len() { format!("{short}…") } else { short }
}

pub(in crate::intake) fn identifier_problem(v: &str) -> Option<&'static str> {
    let mut chars = v.chars();
    let start = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let ok = start && v.len() <= 63 && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    (!ok).then_some("Write an identifier: a letter or underscore, then letters, digits and underscores, at most 63.")
}

pub(in crate::intake) fn table_problem(v: &str) -> Option<&'static str> {
    let parts: Vec<&str> = v.trim().split('.').collect();
    let ok = parts.len() <= 2 && parts.iter().all(|p| identifier_problem(p).is_none());
    (!ok).then_some("Write a table as `table` or `schema.table`.")
}

pub(in crate::intake) fn endpoint_problem(v: &str) -> Option<&'static str> {
    let mut words = v.split_whitespace();
    let method = words.next().is_some_and(|m| {
        matches!(m.to_ascii_uppercase().as_str(), "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")
    });
    let path =
        words.next().is_some_and(|p| p.starts_with('/') && p.len() <= 300 && p.bytes().all(|b| b.is_ascii_graphic()));
    (!(method && path && words.next().is_none()))
        .then_some("Write an endpoint as `METHOD /path`, e.g. `GET /api/users/{id}`.")
}

pub(in crate::intake) fn dependency_problem(v: &str) -> Option<&'static str> {
    let n = v.strip_prefix("CHG-").or_else(|| v.strip_prefix("chg-"));
    let ok = n.is_some_and(|n| !n.is_empty() && n.len() <= 12 && n.bytes().all(|b| b.is_ascii_digit()));
    (!ok).then_some("Write a dependency as `CHG-` and its number.")
}
