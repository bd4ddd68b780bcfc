//! Options of every command.

use clap::{Args, ValueEnum};

/// Options of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// Address of the server [default: that of the last login, else http://127.0.0.1:3000]
    #[arg(long, global = true, env = "CHANGE_MGMT_URL", value_name = "URL", help_heading = "Global options")]
    pub url: Option<String>,
    /// API token [default: that of `login`]
    #[arg(long, global = true, env = "CHANGE_MGMT_TOKEN", hide_env_values = true, help_heading = "Global options")]
    pub token: Option<String>,
    /// Print JSON, as the REST API has it
    #[arg(long, global = true, help_heading = "Global options")]
    pub json: bool,
    /// When to colour the output; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Global options")]
    pub color: Color,
    /// Print results and errors, and no remarks
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// For all that this process writes.
    pub fn apply(self) {
        match self {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}
