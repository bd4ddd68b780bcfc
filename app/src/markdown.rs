//! Markdown to HTML that is safe to show. On the server only: the browser gets the result.

use pulldown_cmark::{Options, Parser, html};

/// Renders Markdown. Raw HTML in it is cleaned by an allow list; links open without telling where they came from.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, Parser::new_ext(text, options));
    let clean = ammonia::Builder::default()
        .link_rel(Some("noopener noreferrer nofollow"))
        .rm_tags(["img"])
        .clean(&out)
        .to_string();
    // A block that is wider than the page is scrolled by keyboard, too. No attribute of `pre` survives the cleaning.
    clean.replace("<pre>", "<pre tabindex=\"0\">")
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn scripts_and_handlers_do_not_survive() {
        for evil in [
            "<script>alert(1)</script>",
            "<p onclick=\"x()\">a</p>",
            "[a](javascript:alert(1))",
            "<img src=x onerror=y>",
        ] {
            let html = to_html(evil);
            for word in ["<script", "onclick", "javascript:", "onerror", "<img"] {
                assert!(!html.contains(word), "{evil} became {html}");
            }
        }
    }

    #[test]
    fn the_usual_marks_are_rendered() {
        assert_eq!(to_html("a **b** `c`"), "<p>a <strong>b</strong> <code>c</code></p>\n");
        assert!(to_html("```\na\n```").starts_with("<pre tabindex=\"0\"><code>a"));
        assert!(to_html("| a |\n|---|\n| 1 |").contains("<td>1</td>"));
    }
}
