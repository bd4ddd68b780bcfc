//! Where a project's repository may be.

/// An address that git fetches from.
pub fn is_remote(address: &str) -> bool {
    let rest = ["https://", "http://", "ssh://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

/// The address says how to sign in: everybody who sees the project would see that as well.
pub fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

/// The name of a folder below another one: nothing that leads out of it, and no address.
pub fn is_folder(name: &str) -> bool {
    let inside = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
    let scheme = name.contains("://") || name.contains("::");
    !scheme && name.trim_end_matches('/').split('/').all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_addresses_are_told_from_what_is_neither() {
        for name in ["shop", "team/shop", "shop.git", "shop/"] {
            assert!(is_folder(name) && !is_remote(name), "{name}");
        }
        for address in
            ["https://forge.example/team/shop.git", "ssh://git@forge.example/shop", "http://localhost:3000/a"]
        {
            assert!(is_remote(address) && !is_folder(address), "{address}");
        }
        for wrong in
            ["", "../shop", "/etc", "a/../b", "a//b", "file:///etc", "ext::sh -c true", "https://", "https:///x"]
        {
            assert!(!is_folder(wrong) && !is_remote(wrong), "{wrong}");
        }
        let told = "https://user:secret@forge.example/x.git";
        assert!(has_password(told) && !has_password("ssh://git@forge.example/a:b@c"));
    }
}
