//! Where a form may lead to.

/// The path if it is one of this site, else the dashboard. Browsers read `//` and `/\` as another host.
pub fn local_path(next: &str) -> &str {
    let mut chars = next.chars();
    let local = chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && !next.chars().any(|c| c.is_control() || !c.is_ascii());
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in ["/", "/changes?stage=review", "/changes/CHG-42#steps"] {
            assert_eq!(local_path(path), path);
        }
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:x",
            "/a\r\nb",
            "changes",
            "/é",
        ] {
            assert_eq!(local_path(path), "/", "{path}");
        }
    }
}
