//! Asking a person at the terminal.

use super::exit::{Failure, Outcome};
use rustix::termios::{self, LocalModes, OptionalActions};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Write},
};

/// The password: from CHANGE_MGMT_PASSWORD, else asked for without echo, else the first line of standard input.
///
/// # Errors
/// None was given.
pub fn password(question: &str) -> Outcome<String> {
    if let Ok(given) = std::env::var("CHANGE_MGMT_PASSWORD")
        && !given.is_empty()
    {
        return Ok(given);
    }
    let answer = if io::stdin().is_terminal() { unseen(question)? } else { first_line(io::stdin().lock())? };
    if answer.is_empty() { Err(Failure::Usage("No password was given.".to_owned())) } else { Ok(answer) }
}

/// A line that may be seen; `otherwise` where nothing is typed.
///
/// # Errors
/// Standard input is no terminal, so nobody can be asked.
pub fn line(question: &str, otherwise: Option<&str>) -> Outcome<String> {
    if !io::stdin().is_terminal() {
        return otherwise.map(str::to_owned).ok_or_else(|| Failure::Usage(format!("{question} is missing.")));
    }
    let suggestion = otherwise.map(|o| format!(" [{o}]")).unwrap_or_default();
    write!(io::stderr(), "{question}{suggestion}: ")?;
    let answer = first_line(io::stdin().lock())?;
    Ok(if answer.is_empty() { otherwise.unwrap_or_default().to_owned() } else { answer })
}

fn first_line(mut input: impl BufRead) -> Outcome<String> {
    let mut text = String::new();
    input.read_line(&mut text)?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// Turns the echo on again, whatever happens.
struct Quiet<'a> {
    terminal: &'a File,
    before: termios::Termios,
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        let _ = termios::tcsetattr(self.terminal, OptionalActions::Flush, &self.before);
    }
}

fn unseen(question: &str) -> Outcome<String> {
    let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
    write!(terminal, "{question}: ")?;
    let before = termios::tcgetattr(&terminal).map_err(io::Error::from)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    silent.local_modes.insert(LocalModes::ECHONL);
    termios::tcsetattr(&terminal, OptionalActions::Flush, &silent).map_err(io::Error::from)?;
    let _quiet = Quiet { terminal: &terminal, before };
    first_line(BufReader::new(&terminal))
}
