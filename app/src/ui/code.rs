//! Source text and differences.

use super::copy::CopyText;
use leptos::prelude::*;

/// A block of source text that scrolls sideways on its own. `label` names it ("Up migration").
#[component]
pub fn CodeBlock(
    #[prop(into)] text: String,
    #[prop(into)] label: String,
    #[prop(optional)] copy: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let head = copy.then(|| {
        view! {
            <div class="flex items-center justify-between gap-2 border-b border-line px-3 py-1">
                <span class="text-xs font-medium text-muted">{label.clone()}</span>
                <CopyText text=text.clone() label=label.clone() shown="Copy" />
            </div>
        }
    });
    view! {
        <div class=format!("min-w-0 overflow-clip rounded border border-line bg-surface-2 {class}")>
            {head}
            <pre class="ui-scroll-x p-3 font-mono text-xs leading-5 text-strong" tabindex="0" role="region" aria-label=label>
                <code>{text}</code>
            </pre>
        </div>
    }
}

/// What happened to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// In both.
    Same,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
    /// A heading between parts, such as `@@ … @@`.
    Heading,
}

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// What happened to it.
    pub kind: LineKind,
    /// Its text, without the leading sign.
    pub text: String,
}

/// Splits a unified diff into lines.
pub fn diff_lines(unified: &str) -> Vec<DiffLine> {
    unified
        .lines()
        .map(|line| {
            let (kind, text) = match line.as_bytes().first() {
                Some(b'+') => (LineKind::Added, &line[1..]),
                Some(b'-') => (LineKind::Removed, &line[1..]),
                Some(b'@') => (LineKind::Heading, line),
                Some(b' ') => (LineKind::Same, &line[1..]),
                _ => (LineKind::Same, line),
            };
            DiffLine { kind, text: text.to_owned() }
        })
        .collect()
}

/// A unified difference; each line carries its sign, so that it reads without colour.
#[component]
pub fn DiffView(
    lines: Vec<DiffLine>,
    #[prop(into)] label: String,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let (sign, look) = match line.kind {
                LineKind::Same => (" ", "text-normal"),
                LineKind::Added => ("+", "bg-success-fill text-success"),
                LineKind::Removed => ("-", "bg-danger-fill text-danger"),
                LineKind::Heading => ("", "bg-surface-3 text-muted"),
            };
            view! { <span class=format!("block min-w-full w-max px-3 {look}")>{format!("{sign} {}\n", line.text)}</span> }
        })
        .collect_view();
    view! {
        <pre
            class=format!("ui-scroll-x rounded border border-line bg-surface-2 py-2 font-mono text-xs leading-5 {class}")
            tabindex="0"
            role="region"
            aria-label=label
        >
            <code class="block w-max min-w-full">{rows}</code>
        </pre>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unified_diff_splits_into_kinds() {
        let kinds: Vec<_> =
            diff_lines("@@ -1 +1 @@\n a\n-b\n+c\n\nplain").into_iter().map(|l| (l.kind, l.text)).collect();
        let want = [
            (LineKind::Heading, "@@ -1 +1 @@"),
            (LineKind::Same, "a"),
            (LineKind::Removed, "b"),
            (LineKind::Added, "c"),
            (LineKind::Same, ""),
            (LineKind::Same, "plain"),
        ];
        assert_eq!(kinds, want.map(|(k, t)| (k, t.to_owned())));
    }
}
