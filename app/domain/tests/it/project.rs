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
