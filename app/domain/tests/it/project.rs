//! The project file: what is wrong with it is said, all at once.

use crate::gen_input::PROJECT;
use domain::project::ProjectConfig;

fn codes(text: &str) -> Vec<String> {
    ProjectConfig::from_toml(text)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|p| format!("{} {}", p.pointer, p.code))
        .collect()
}

#[test]
fn the_good_one_is_read() {
    assert!(codes(PROJECT).is_empty());
}

#[test]
fn problems_are_told_with_their_place() {
    let bad = PROJECT
        .replace("key = \"shop\"", "key = \"Shop!\"")
        .replace("team = \"api\" },\n  { name = \"web\"", "team = \"nobody\" },\n  { name = \"web\"")
        .replace("defaultTeam = \"platform\"", "defaultTeam = \"ghosts\"");
    assert_eq!(codes(&bad), ["/key project.key", "/defaultTeam project.team", "/components/2/team project.team"]);
    assert_eq!(codes("key = "), [" project.syntax"]);
    assert_eq!(codes(&format!("surprise = 1\n{PROJECT}")), [" project.syntax"]);
}

#[test]
fn a_projects_own_steps_are_checked() {
    let steps = r#"
[[workflow.steps]]
id = "code-review"
title = "Again"
stage = "review"
owner = "reviewer"
[[workflow.steps]]
id = "security-check"
title = "Security check"
stage = "review"
owner = "architect"
requires = ["nothing-known"]
"#;
    assert_eq!(
        codes(&format!("{PROJECT}{steps}")),
        ["/workflow/steps/0/id project.step", "/workflow/steps/1/requires project.step"]
    );
}

/// Nothing that somebody can write hangs the reader, or brings it down.
#[test]
fn hostile_files_are_refused() {
    let deep = 200_000;
    let steps: String = (0..1_500)
        .map(|i| format!("[[workflow.steps]]\nid = 's{i}'\ntitle = ''\nstage = 'review'\nowner = 'admin'\n"))
        .collect();
    for text in [
        "a = [".repeat(deep / 5),
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}", "{b=".repeat(deep / 3)),
        format!("{}a = 1", "a.".repeat(deep / 2)),
        format!("[{}a]\nb = 1", "a.".repeat(deep / 2)),
        format!("[[{}a]]\nb = 1", "a.".repeat(deep / 2)),
        "[[teams]]\n".repeat(deep / 10),
        format!("{PROJECT}\nkey = 'again'"),
        format!("{PROJECT}\u{0}"),
        format!("{PROJECT}\n# {}", "x".repeat(10 << 20)),
        PROJECT.replace("key = \"shop\"", "key = 99999999999999999999999999999999999999"),
        PROJECT.replace("key = \"shop\"", &format!("key = \"{}\"", "k".repeat(100_000))),
        format!("{} = 1\n{PROJECT}", "u".repeat(100_000)),
        format!("{PROJECT}\n{steps}{steps}"),
    ] {
        let problems = ProjectConfig::from_toml(&text).expect_err(&text[..100.min(text.len())]);
        assert!(problems.iter().all(|problem| problem.message.len() < 1_000), "{:?}", problems[0]);
    }
}

fn said(text: &str) -> Vec<String> {
    ProjectConfig::parse(text).unwrap_err().into_iter().map(|problem| problem.message).collect()
}

#[test]
fn an_error_names_its_line() {
    assert_eq!(
        said("key = 'a'\ndefaultTeam = 'a'\nname = 7\n"),
        ["The project file cannot be read: line 3, column 8: name: invalid type: integer `7`, expected a string"]
    );
    let [broken] = &said("key = 'a'\nname = 'b\n")[..] else { panic!("another number of problems") };
    assert!(broken.contains("line 2, column"), "{broken}");
}

#[test]
fn all_that_is_missing_or_wrong_is_told_at_once() {
    assert_eq!(
        said("description = 'x'\n"),
        ["The project file cannot be read: `key`, `name` and `defaultTeam` are missing"]
    );
    let text = "key = 'shop'\nsurprise = 1\n\n[[teams]]\ntitle = 'A'\n\n[[components]]\nname = 'api'\nlayer = 'cellar'\n\
                team = 'a'\n\n[[components]]\n\n[team]\n\n[migrations]\nfolder = 3\n";
    let found = said(text);
    for (i, says) in [
        "`name` and `defaultTeam` are missing",
        "line 2, column 1: unknown field `surprise`, expected one of `key`",
        "line 4, column 1: teams no. 1: `name` is missing",
        "line 7, column 1: components no. 1: unknown variant `cellar`",
        "line 12, column 1: components no. 2: `name`, `layer` and `team` are missing",
        "line 14, column 2: unknown field `team`",
        "line 16, column 1: migrations: invalid type: integer `3`",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(found.get(i).is_some_and(|said| said.starts_with(says)), "{says}: {found:#?}");
    }
    assert_eq!(found.len(), 7);
}

#[test]
fn a_table_has_one_owner() {
    let of = |data: &str, api: &str| {
        let text = PROJECT.replace("{ name = \"data\" }", &format!("{{ name = \"data\", tables = [{data}] }}"));
        let text = text.replace("{ name = \"api\" }", &format!("{{ name = \"api\", tables = [{api}] }}"));
        assert_ne!(text, PROJECT);
        codes(&text)
    };
    let place = |team: usize, pattern: usize| format!("/teams/{team}/tables/{pattern} project.tables");
    let (data, api) = (1, 2);
    assert_eq!(of("'billing_*', 'audit.*', 'orders'", "'users', 'v?ult.*', 'audit_*'"), [] as [&str; 0], "{PROJECT}");
    assert_eq!(of("'orders', 'orders'", ""), [] as [&str; 0], "twice the same team's");
    assert_eq!(of("'orders'", "'public.orders'"), [place(api, 0)]);
    assert_eq!(of("'main.orders'", "'users', 'o*'"), [place(data, 0)]);
    assert_eq!(
        of("'a*', ''", "'b', '*b', 'a.b.c', ' d'"),
        [place(data, 1), place(api, 2), place(api, 3), place(api, 1)]
    );
    let many: String = (0..101).map(|i| format!("'t{i}_*',")).collect();
    assert_eq!(of(&many, ""), ["/teams project.tables"]);
    // Names are not limited as patterns are.
    let many: String = (0..1_900).map(|i| format!("'t{i}',")).collect();
    assert_eq!(of(&many, "'u*'"), [] as [&str; 0]);
}
