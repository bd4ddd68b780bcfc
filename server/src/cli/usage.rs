//! The usage line of each command: what it needs, and nothing that the environment gives.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use std::ffi::OsString;

/// Commands that need what follows the change, too.
const BOTH: &[&str] = &["branch", "start", "complete", "reopen", "comment", "upload"];

/// Says of each command that it needs a change. To clap the argument is optional, since --change-id may stand for it.
pub fn named(command: Command) -> Command {
    command.mut_subcommands(|c| match line(&c) {
        Some(line) => c.override_usage(line),
        None => c,
    })
}

fn line(command: &Command) -> Option<String> {
    let mut positionals = command.get_positionals();
    positionals.next().filter(|a| matches!(a.get_id().as_str(), "positional" | "first"))?;
    let mut others: Vec<&Arg> = positionals.collect();
    others.sort_by_key(|a| a.get_id() != "second");
    let mut line = format!("change-mgmt {} <CHANGE>", command.get_name());
    for arg in others {
        let name = value(arg);
        line.push_str(&match arg.get_id().as_str() {
            "second" if BOTH.contains(&command.get_name()) => format!(" <{name}>"),
            "second" => format!(" [{name}]"),
            _ => format!(" [{name}]..."),
        });
    }
    for arg in command.get_opts().filter(|a| a.is_required_set()) {
        line.push_str(&format!(" --{} <{}>", arg.get_long().unwrap_or_default(), value(arg)));
    }
    Some(line + " [OPTIONS]")
}

fn value(arg: &Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

/// The error with the usage as `--help` has it: clap's own line names all that the environment gives as if the command
/// needed it.
pub fn explained(mut error: clap::Error, given: impl Iterator<Item = OsString>) -> clap::Error {
    if error.get(ContextKind::Usage).is_none() {
        return error;
    }
    let mut all = super::definition();
    all.build();
    let mut at = &all;
    for word in given {
        at = word.to_str().and_then(|name| at.find_subcommand(name)).unwrap_or(at);
    }
    let usage = at.clone().render_usage();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    error
}

#[cfg(test)]
mod tests {
    use super::super::definition;

    fn usage(name: &str) -> String {
        let mut all = definition();
        all.build();
        all.find_subcommand(name).unwrap().clone().render_usage().to_string()
    }

    #[test]
    fn what_is_needed_is_in_the_usage() {
        for (name, line) in [
            ("status", "change-mgmt status <CHANGE> [OPTIONS]"),
            ("hold", "change-mgmt hold <CHANGE> --reason <REASON> [OPTIONS]"),
            ("complete", "change-mgmt complete <CHANGE> <STEP> [OPTIONS]"),
            ("approve", "change-mgmt approve <CHANGE> [STEP] [OPTIONS]"),
            ("assign", "change-mgmt assign <CHANGE> [USER] [OPTIONS]"),
            ("upload", "change-mgmt upload <CHANGE> <FILE> [FILE]... [OPTIONS]"),
            ("list", "change-mgmt list [OPTIONS]"),
        ] {
            assert!(usage(name).ends_with(line), "{name}: {}", usage(name));
        }
    }

    #[test]
    fn the_help_explains_every_argument() {
        fn walk(command: &clap::Command) {
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                let kind = arg.get_value_names().and_then(|n| n.first()).map(ToString::to_string).unwrap_or_default();
                assert!(help.len() >= 6 && kind != "WHAT", "{} {}: {kind} {help}", command.get_name(), arg.get_id());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&definition());
    }
}
