//! Which of Squawk's rules a script can concern at all, by its words: each rule walks the whole tree, and most scripts
//! hold nothing that most rules look for.

use super::lex::{Token, TokenKind};
use squawk_linter::Rule;

/// What the words of a script tell, as bits.
const CHAR: u32 = 1;
const VARYING: u32 = 1 << 1;
const INT: u32 = 1 << 2;
const SMALLINT: u32 = 1 << 3;
const SERIAL: u32 = 1 << 4;
const TIMESTAMP: u32 = 1 << 5;
const DOMAIN: u32 = 1 << 6;
const EXPRESSION: u32 = 1 << 7;
const POLICY: u32 = 1 << 8;
const VALUE: u32 = 1 << 9;
const CREATE: u32 = 1 << 10;
const TABLE: u32 = 1 << 11;
const COLUMNS: u32 = 1 << 12;
const LONG: u32 = 1 << 13;

/// The longest name that PostgreSQL keeps whole, in bytes.
const NAME: usize = 63;

/// The rules of `rules` that can find anything in these tokens of `text`.
pub fn concerned(rules: &[Rule], text: &str, tokens: &[Token]) -> Vec<Rule> {
    let all = tokens.iter().fold(0, |bits, token| match token.kind {
        TokenKind::Word | TokenKind::Quoted => bits | told(&text[token.start..token.end]),
        _ => bits,
    });
    rules.iter().copied().filter(|rule| may_find(*rule, all)).collect()
}

fn told(word: &str) -> u32 {
    if word.len() > NAME {
        return LONG;
    }
    let word = word.trim_matches('"').as_bytes();
    let mut buffer = [0; 16];
    let Some(lower) = buffer.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    match &*lower {
        b"char" | b"character" | b"nchar" | b"bpchar" => CHAR,
        b"varchar" | b"varying" => VARYING,
        b"int" | b"integer" | b"int4" => INT,
        b"smallint" | b"int2" => SMALLINT,
        b"smallserial" | b"serial2" => SMALLINT | SERIAL,
        b"serial" | b"serial4" => INT | SERIAL,
        b"bigserial" | b"serial8" => SERIAL,
        b"timestamp" => TIMESTAMP,
        b"domain" => DOMAIN,
        b"expression" => EXPRESSION,
        b"policy" => POLICY,
        b"value" => VALUE,
        b"create" => CREATE,
        b"table" => TABLE,
        b"insert" | b"update" | b"merge" | b"view" | b"into" => COLUMNS,
        _ => 0,
    }
}

fn may_find(rule: Rule, told: u32) -> bool {
    let any = |bits: u32| told & bits != 0;
    match rule {
        Rule::BanCharField => any(CHAR),
        Rule::BanCreateDomainWithConstraint => any(DOMAIN),
        Rule::BanDropGeneratedExpression => any(EXPRESSION),
        Rule::BanDuplicateColumnAssignments => any(COLUMNS) || (any(CREATE) && any(TABLE)),
        Rule::BanAlterPolicyCondition | Rule::BanAlterPolicyRoles => any(POLICY),
        Rule::IdentifierTooLong => any(LONG),
        Rule::PreferBigintOverInt => any(INT),
        Rule::PreferBigintOverSmallint => any(SMALLINT),
        Rule::PreferIdentity => any(SERIAL),
        Rule::PreferTextField => any(VARYING),
        Rule::PreferTimestampTz => any(TIMESTAMP | VARYING),
        Rule::RequireEnumValueOrdering => any(VALUE),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Check, RULES};
    use crate::sql::{Depth, Dialect, Limits, read};
    use squawk_linter::Linter;
    use squawk_syntax::SourceFile;

    /// On every rule's examples the rules that are left out would have found nothing.
    #[test]
    fn what_is_left_out_finds_nothing() {
        let rules: Vec<Rule> = RULES
            .iter()
            .filter_map(|rule| match rule.check {
                Check::Squawk(rules) | Check::SquawkAnd(rules, _) => Some(rules),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let more = [
            "CREATE TABLE t (a \"varchar\"(10), b Character Varying(3), c NATIONAL CHARACTER(2), d TimeStamp[], a int4);",
            "INSERT INTO t (a, a) VALUES (1, 2) ON CONFLICT DO UPDATE SET a = 1, a = 2;",
            "CREATE VIEW v AS SELECT 1 AS a, 2 AS a; SELECT 1 AS a, 2 AS a INTO u;",
            "ALTER TYPE mood ADD VALUE 'x'; ALTER POLICY p ON t TO public USING (true);",
        ];
        let long = format!("CREATE TABLE {} (a int2, b \"serial8\");", "x".repeat(64));
        let examples = RULES.iter().flat_map(|rule| [rule.bad, rule.good]).chain(more).chain([long.as_str()]);
        let (mut left_out, mut found_all) = (0, 0);
        for sql in examples {
            let found = Linter::from(rules.iter().copied()).lint(&SourceFile::parse(sql), sql);
            let depth = Depth::Everything { squawk: &rules, in_transaction: false };
            let own = read(sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), depth).squawk;
            assert_eq!(own.len(), found.len(), "{sql}");
            found_all += found.len();
            let lexed = super::super::lex::lex(sql, 0, sql.len(), Dialect::Postgres, &Limits::default());
            left_out += rules.len() - concerned(&rules, sql, &lexed.tokens).len();
        }
        assert!(found_all > 40 && left_out > 500, "{found_all} {left_out}");
    }
}
