//! Any bytes as two versions of an OpenAPI document, cut at the first record separator: the first byte chooses JSON
//! or YAML for each.
#![no_main]

use analysis::openapi::{Document, diff, endpoints};
use libfuzzer_sys::fuzz_target;

const SEPARATOR: u8 = 0x1e;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let path = |bit: u8| if choice & bit == 0 { "api.yaml" } else { "api.json" };
    let mut texts = rest.splitn(2, |byte| *byte == SEPARATOR);
    let base = texts.next().unwrap_or_default();
    let head = texts.next().unwrap_or(base);
    let (base, head) = (Document::read(path(1), base), Document::read(path(2), head));
    let (Ok(base), Ok(head)) = (base, head) else { return };
    endpoints(&head);
    diff(&base, &head);
    assert!(diff(&head, &head).is_empty(), "a document differs from itself");
});
