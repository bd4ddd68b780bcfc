//! What is believed of an uploaded file: little.

/// Longest name, in characters; what the database keeps.
const NAME_MAX: usize = 255;

/// The last part of the given name, without what could mislead a reader or a file system.
pub(crate) fn name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    // Marks that reverse the direction of writing can make `exe` look like `txt`.
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String = last
        .chars()
        .filter(|c| !hidden(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let kept = kept.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    if kept.is_empty() {
        return "file".to_owned();
    }
    shorten(kept)
}

/// Cuts the stem rather than the extension.
fn shorten(name: &str) -> String {
    let n = name.chars().count();
    if n <= NAME_MAX {
        return name.to_owned();
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e).filter(|e| e.chars().count() <= 16);
    let tail = extension.map(|e| format!(".{e}")).unwrap_or_default();
    let stem: String = name.chars().take(NAME_MAX - tail.chars().count()).collect();
    format!("{stem}{tail}")
}

/// The media type to serve the file with: what its first bytes say, else what was given unless a browser would run it.
pub(crate) fn media_type(given: &str, content: &[u8]) -> String {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"%PDF-", "application/pdf"),
        (b"\x1f\x8b", "application/gzip"),
    ];
    if let Some((_, found)) = SIGNATURES.iter().find(|(mark, _)| content.starts_with(mark)) {
        return (*found).to_owned();
    }
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let word =
        |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-'));
    let well_formed = essence.len() <= 100 && essence.split_once('/').is_some_and(|(t, s)| word(t) && word(s));
    let lies = SIGNATURES.iter().any(|(_, t)| *t == essence);
    let runs = ["html", "xml", "javascript", "ecmascript", "svg"].iter().any(|w| essence.contains(w));
    match (well_formed && !lies && !runs, std::str::from_utf8(content).is_ok() && !content.contains(&0)) {
        (true, _) => essence,
        (false, true) => "text/plain".to_owned(),
        (false, false) => "application/octet-stream".to_owned(),
    }
}

/// Bytes for people, in the units of the setting: 1 MB is 2^20 bytes.
pub fn size(bytes: usize) -> String {
    const UNITS: &[(usize, &str)] = &[(1 << 20, "MB"), (1 << 10, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, label)) if bytes.is_multiple_of(*unit) => format!("{} {label}", bytes / unit),
        Some((unit, label)) => format!("{}.{} {label}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_misleads() {
        for (given, kept) in [
            ("plan.md", "plan.md"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ada\\map.pdf", "map.pdf"),
            ("a\u{202e}txt.exe", "atxt.exe"),
            ("\0..", "file"),
            ("", "file"),
            (".env", "env"),
            ("what? \"this\".txt", "what_ _this_.txt"),
        ] {
            assert_eq!(name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let short = name(&format!("{}.sql", "ö".repeat(400)));
        assert_eq!(short.chars().count(), NAME_MAX);
        assert!(short.ends_with(".sql"));
    }

    #[test]
    fn nothing_is_served_that_a_browser_runs() {
        for given in [
            "text/html",
            "TEXT/HTML; charset=utf-8",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/javascript",
            "nonsense",
            "",
            "image/png",
        ] {
            assert_eq!(media_type(given, b"<script>alert(1)</script>"), "text/plain", "{given}");
        }
        assert_eq!(media_type("text/html", b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type("text/markdown; charset=utf-8", b"# Plan"), "text/markdown");
        assert_eq!(media_type("", &[0, 159]), "application/octet-stream");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(10 << 20), "10 MB");
        assert_eq!(size((1 << 20) + (1 << 19)), "1.5 MB");
        assert_eq!(size(12), "12 bytes");
    }
}
