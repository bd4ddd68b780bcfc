//! Writing to the terminal: colour only where somebody sees it, tables as wide as the window, no panic on a closed pipe.

use super::exit::{Failure, Outcome};
use anstyle::{AnsiColor, Style};
use chrono::{DateTime, Local, Utc};
use serde::Serialize;
use std::{fmt::Display, io::Write};

/// Strong text.
pub const BOLD: Style = Style::new().bold();
/// Text of less importance.
pub const DIM: Style = Style::new().dimmed();
/// Well.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Needs somebody.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Wrong.
pub const RED: Style = AnsiColor::Red.on_default();
/// As it is.
pub const PLAIN: Style = Style::new();

/// Where and how a command writes.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    /// Machine-readable output.
    pub json: bool,
    /// Only results and errors.
    pub quiet: bool,
    /// Columns of the window; `None` where the output goes elsewhere and is never cut.
    pub width: Option<usize>,
}

impl Out {
    /// For this process.
    pub fn new(json: bool, quiet: bool) -> Self {
        let width = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col));
        Self { json, quiet, width: width.filter(|w| *w >= 40) }
    }

    /// A line of the result.
    pub fn line(&self, text: impl Display) -> Outcome {
        writeln!(anstream::stdout(), "{text}").map_err(Failure::from)
    }

    /// A result in which no escape code can be, as it is: looking for them takes longer than writing it.
    pub fn raw(&self, text: &str) -> Outcome {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush())
            .map_err(Failure::from)
    }

    /// The result as JSON.
    pub fn json<T: Serialize>(&self, value: &T) -> Outcome {
        self.raw(&serde_json::to_string_pretty(value).map_err(|e| Failure::Other(e.to_string()))?)
    }

    /// What was done, for people; silent with `--quiet`.
    pub fn done(&self, text: impl Display) -> Outcome {
        if self.quiet { Ok(()) } else { self.line(text) }
    }

    /// A remark beside the result, on standard error; silent with `--quiet`.
    pub fn note(&self, text: impl Display) {
        if !self.quiet {
            // Nobody reads it: nothing is lost.
            let _ = writeln!(anstream::stderr(), "{}", paint(DIM, &text.to_string()));
        }
    }
}

/// Text in a style; the escape codes are taken out again where the output is no terminal.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Without control characters, so that text of others cannot steer the terminal.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect()
}

/// A moment in the time zone of the reader.
pub fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// `1 step`, `2 steps`.
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    style: Style,
}

/// A cell in a style.
pub fn cell(text: impl Display, style: Style) -> Cell {
    Cell { text: clean(&text.to_string()).replace(['\n', '\t'], " "), style }
}

/// Writes rows in aligned columns. Column `flexible` is cut so that a row fits into the window.
pub fn table(out: &Out, indent: usize, rows: &[Vec<Cell>], flexible: usize) -> Outcome {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let length = |c: &Cell| c.text.chars().count();
    let mut widths: Vec<usize> =
        (0..columns).map(|i| rows.iter().filter_map(|r| r.get(i)).map(length).max().unwrap_or_default()).collect();
    let total = indent + widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
    if let (Some(window), Some(column)) = (out.width, widths.get_mut(flexible)) {
        *column = column.saturating_sub(total.saturating_sub(window)).max(12.min(*column));
    }
    for row in rows {
        let mut line = " ".repeat(indent);
        for (i, c) in row.iter().enumerate() {
            let width = widths.get(i).copied().unwrap_or_default();
            let text = cut(&c.text, width);
            let gap = if i + 1 == row.len() { 0 } else { width - text.chars().count() + 2 };
            line.push_str(&paint(c.style, &text));
            line.push_str(&" ".repeat(gap));
        }
        out.line(line.trim_end())?;
    }
    Ok(())
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// Writes a paragraph with every line indented.
pub fn paragraph(out: &Out, indent: usize, text: &str) -> Outcome {
    for line in clean(text).lines() {
        out.line(format!("{}{line}", " ".repeat(indent)).trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_and_control_characters_go() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(clean("a\u{1b}[31mb\nc"), "a[31mb\nc");
        assert_eq!(cell("a\nb", PLAIN).text, "a b");
    }
}
