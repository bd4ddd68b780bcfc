//! Where on the command line a problem is.

/// The option of the command line behind a JSON pointer of a change request, or behind a parameter of an address; the
/// pointer itself where there is none.
pub fn flag(pointer: &str) -> String {
    if let Some(parameter) = pointer.strip_prefix('?') {
        return format!("--{parameter}");
    }
    let names = [
        ("/metadata/affectedTables", "--table"),
        ("/metadata/affectedEndpoints", "--endpoint"),
        ("/metadata/affectedComponents", "--component"),
        ("/metadata/breakingChange", "--breaking"),
        ("/metadata/estimatedEffort", "--effort"),
        ("/metadata/dependencies", "--depends-on"),
        ("/metadata/operations", "--operation"),
        ("/metadata/justification", "--justification"),
        ("/title", "--title"),
        ("/description", "--description"),
        ("/type", "--type"),
        ("/priority", "--priority"),
        ("/project", "--project"),
        ("/evidence", "--evidence"),
        ("/reason", "--reason"),
        ("/branch", "the branch"),
        ("/base", "--base"),
        ("/assignee", "the assignee"),
        ("/expiresAt", "--until"),
        ("/fingerprint", "the fingerprint"),
        ("/note", "--note"),
        ("/cursor", "--cursor"),
        ("/limit", "--limit"),
    ];
    let found = names.iter().find_map(|(start, name)| {
        let rest = pointer.strip_prefix(start)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| (rest.trim_start_matches('/'), *name))
    });
    let Some((rest, name)) = found else { return pointer.to_owned() };
    let mut parts = rest.splitn(2, '/');
    let number = parts.next().and_then(|n| n.parse::<usize>().ok()).map(|n| format!(" no. {}", n + 1));
    let member = parts.next().map(|m| format!(" ({m})"));
    format!("{name}{}{}", number.unwrap_or_default(), member.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_become_options() {
        for (pointer, option) in [
            ("/title", "--title"),
            ("/metadata/affectedTables/0", "--table no. 1"),
            ("/metadata/operations/2/table", "--operation no. 3 (table)"),
            ("/metadata/unheardOf", "/metadata/unheardOf"),
            ("/base", "--base"),
            ("/expiresAt", "--until"),
            ("/titles", "/titles"),
            ("?limit", "--limit"),
            ("", ""),
        ] {
            assert_eq!(flag(pointer), option);
        }
    }
}
