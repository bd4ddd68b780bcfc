//! The parser with a grammar, on a leash: a file that is made to be slow is given up.
//!
//! A grammar reads what it knows in a time that grows with the file, but each of its attempts to mend what it does not
//! know costs more than the one before, and may look for the end of a text up to the end of the file: a hundred
//! kilobytes of `"` take minutes. No clock may be read here, so work is counted. The parser reports every hundred of
//! its steps, which bounds the steps, and asks for the text piece by piece, which bounds the reading; only its log
//! tells that it mends, and that log is dear, so one stretch in [`EVERY`] is listened to and stands for the others.

use std::cell::Cell;
use std::rc::Rc;
use tree_sitter::{Language, LogType, ParseOptions, ParseState, Parser, Tree};

/// One stretch of a hundred steps in so many is listened to.
const EVERY: usize = 8;

/// The parser is given so many bytes at once.
const PIECE: usize = 4096;

/// Work: what a file is worth, or what it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Stretches of a hundred steps; the densest real files, tables of numbers, take six for every hundred bytes.
    pub(crate) stretches: usize,
    /// Attempts to mend; in files of the language hardly any, in a file of another dialect one in a thousand bytes.
    pub(crate) mendings: usize,
    /// Pieces of the text that were read; one that is read again counts again.
    pub(crate) pieces: usize,
}

impl Work {
    /// What `text` is worth.
    pub(crate) fn of(text: &str) -> Self {
        let size = text.len();
        Self { stretches: 1_000 + size / 5, mendings: 1_000 + size / 200, pieces: 1_000 + size / PIECE * 16 }
    }

    fn exceeds(&self, budget: &Self) -> bool {
        self.stretches > budget.stretches || self.mendings > budget.mendings || self.pieces > budget.pieces
    }
}

/// Parses `text`; nothing when the grammar gives up or the budget is used up.
pub(crate) fn parse(language: &Language, text: &str) -> Option<Tree> {
    // It frees what it has nested by recursion, 128 bytes a level in a debug build.
    let stack = (256 << 10) + text.len().saturating_mul(160);
    stacker::maybe_grow(stack, stack, || within(language, text, &Work::of(text)).0)
}

/// The same, with what it took.
pub(crate) fn within(language: &Language, text: &str, budget: &Work) -> (Option<Tree>, Work) {
    let mut spent = Work::default();
    let mut parser = Parser::new();
    if parser.set_language(language).is_err() {
        return (None, spent);
    }
    let heard = Rc::new(Cell::new(0));
    let mut listens = true;
    loop {
        let logger = listens.then(|| listener(&heard));
        parser.set_logger(logger);
        let stretches = if listens { 1 } else { EVERY - 1 };
        let tree = go_on(&mut parser, text, stretches, &mut spent, budget);
        spent.mendings = heard.get() * EVERY;
        if spent.exceeds(budget) {
            return (None, spent);
        }
        if tree.is_some() {
            return (tree, spent);
        }
        listens = !listens;
    }
}

type Listener = Box<dyn FnMut(LogType, &str)>;

fn listener(heard: &Rc<Cell<usize>>) -> Listener {
    let heard = Rc::clone(heard);
    Box::new(move |kind, text| {
        if kind == LogType::Parse && text.starts_with("detect_error") {
            heard.set(heard.get() + 1);
        }
    })
}

/// Parses from where the parser stopped; it stops again after so many stretches.
fn go_on(parser: &mut Parser, text: &str, stretches: usize, spent: &mut Work, budget: &Work) -> Option<Tree> {
    let mut used = 0;
    let pieces = Cell::new(spent.pieces);
    let mut progress = |_: &ParseState| {
        used += 1;
        used >= stretches || pieces.get() > budget.pieces
    };
    let mut read = |at: usize, _| {
        pieces.set(pieces.get() + 1);
        // What has used up its budget is told that the text ends, and so comes to its end.
        let end = if pieces.get() > budget.pieces { at } else { text.len().min(at.saturating_add(PIECE)) };
        text.as_bytes().get(at..end).unwrap_or_default()
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let tree = parser.parse_with_options(&mut read, None, Some(options));
    // Where the parser goes on, it reads the piece that it stopped in once more.
    spent.pieces = pieces.get().saturating_sub(1).max(spent.pieces);
    // A call that never gets so far as to report counts as well, so that there is no end of calls.
    spent.stretches += used.max(1);
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> [(&'static str, Language); 3] {
        [
            ("Rust", tree_sitter_rust::LANGUAGE.into()),
            ("TypeScript", tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()),
            ("TSX", tree_sitter_typescript::LANGUAGE_TSX.into()),
        ]
    }

    #[test]
    fn a_hostile_text_is_given_up_within_the_budget() {
        for (name, language) in languages() {
            for (unit, given_up) in [("\"", true), ("r#\"", true), ("b'", true), ("x+", false), ("x.", false)] {
                let text = unit.repeat(300_000 / unit.len());
                let budget = Work::of(&text);
                let (tree, spent) = within(&language, &text, &budget);
                assert_eq!(tree.is_none(), given_up, "{name} {unit}: {spent:?} of {budget:?}");
                // It is noticed after the next stretch that is listened to, and a step mends at most a few times.
                assert!(spent.stretches <= budget.stretches + EVERY, "{name} {unit}: {spent:?}");
                assert!(spent.mendings <= budget.mendings + 300 * EVERY, "{name} {unit}: {spent:?}");
            }
        }
    }

    #[test]
    fn real_code_stays_far_inside_and_a_parse_in_pieces_is_the_same() {
        let own = concat!(include_str!("rust.rs"), include_str!("tree.rs"), include_str!("parse.rs"));
        let rust = own.repeat(1_000_000 / own.len() + 1);
        let one =
            "export class A { async f(id: string): Promise<B> { return this.db.query<B>(`SELECT ${id}`, [1, 2]); } }\n";
        let typescript = one.repeat(1_000_000 / one.len() + 1);
        // A table of numbers is the densest text there is.
        let table = format!("static T: &[u8] = &[{}];", "0,".repeat(200_000));
        let [rust_grammar, typescript_grammar, _] = languages().map(|(_, language)| language);
        for (language, text) in [(&rust_grammar, rust), (&typescript_grammar, typescript), (&rust_grammar, table)] {
            let budget = Work::of(&text);
            let (tree, spent) = within(language, &text, &budget);
            assert!(tree.is_some() && spent.stretches < budget.stretches / 2, "{spent:?} of {budget:?}");
            assert!(spent.mendings < budget.mendings / 4, "{spent:?} of {budget:?}");
            assert!(spent.pieces < budget.pieces / 2, "{spent:?} of {budget:?}");
        }
        let mut parser = Parser::new();
        parser.set_language(&rust_grammar).unwrap();
        for text in [own, &own[7..], "fn a( { let x = ; } }\n\"", &"fn a() { b(1); }\n fn ) c\n".repeat(200)] {
            let whole = parser.parse(text, None).unwrap().root_node().to_sexp();
            let pieces = parse(&rust_grammar, text).unwrap().root_node().to_sexp();
            assert!(whole == pieces, "parsing in pieces gave another tree for {:?}…", &text[..text.len().min(40)]);
        }
    }
}
