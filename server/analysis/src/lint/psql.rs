//! Commands of the psql terminal where psql runs the scripts.

use crate::sql::{Problem, ProblemKind};

/// What they set holds for the terminal alone.
const SETTINGS: &[&str] =
    &["a", "echo", "encoding", "errverbose", "f", "h", "pset", "qecho", "set", "t", "timing", "unset", "warn", "x"];

/// The command does nothing to the database or to the machine that psql runs on.
pub(super) fn is_setting(problem: &Problem, text: &str) -> bool {
    let line = text.get(problem.start..problem.end).unwrap_or_default();
    let Some(rest) = line.strip_prefix('\\').filter(|_| problem.kind == ProblemKind::Meta) else { return false };
    let word = rest.split_whitespace().next().unwrap_or_default();
    // Backticks run a program, and a second command may stand in the same line.
    SETTINGS.contains(&word.to_ascii_lowercase().as_str()) && !rest.contains(['`', '\\', '|'])
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, lint};
    use crate::sql::Dialect;
    use crate::{Files, Finding};

    fn told(line: &str) -> Vec<Finding> {
        let base = "CREATE TABLE t (id bigint PRIMARY KEY);";
        let change = format!("{line}\nBEGIN;\nALTER TABLE t ADD COLUMN id int;\nCOMMIT;\n");
        let files = |more: &[(&str, &str)]| -> Files {
            let all = [("deploy/a.sql", base), ("revert/a.sql", "DROP TABLE t;")];
            all.iter().chain(more).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let down = format!("{line}\nSELECT 1;");
        let plan = "%project=x\n\na 2024-01-01\n";
        let longer = format!("{plan}b 2024-01-02\n");
        let old = [("sqitch.plan", plan)];
        let new =
            [("sqitch.plan", longer.as_str()), ("deploy/b.sql", change.as_str()), ("revert/b.sql", down.as_str())];
        let options = Options { dialect: Some(Dialect::Postgres), ..Options::default() };
        lint(&files(&new), &files(&old), &options).findings
    }

    #[test]
    fn what_only_sets_the_terminal_is_fine_where_psql_runs() {
        let count = |line: &str, rule: &str| told(line).iter().filter(|one| one.rule == rule).count();
        for line in
            [r"\set ON_ERROR_STOP on", r"\pset pager off", r"\timing", r"\echo 'x'", r"\encoding UTF8", r"\unset a"]
        {
            assert_eq!(count(line, "psql-command"), 0, "{line}");
            // The rest of the script is known as well as without it.
            assert_eq!(count(line, "existing-object"), 1, "{line}");
        }
        for line in [r"\! rm x", r"\i other.sql", r"\copy t from x", r"\set a `date`", r"\set a 1 \! rm x", r"\gexec"] {
            assert_eq!(count(line, "psql-command"), 2, "{line}");
        }
    }
}
