//! `change-mgmt serve`: the server itself.

use super::exit::{Failure, Outcome};
use crate::config::ServeOptions;
use clap::Args;

/// Run the server; without settings at http://127.0.0.1:3000, with a private database in .data
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    options: ServeOptions,
}

/// Runs it until it is asked to stop.
///
/// # Errors
/// A wrong setting; the address or the database cannot be used.
pub async fn run(args: Serve) -> Outcome {
    let config = args.options.load().map_err(|e| Failure::Usage(e.to_string()))?;
    crate::serve::give_memory_back();
    crate::serve::start_log(config.log);
    crate::serve::serve(config).await.map_err(|e| Failure::Other(e.to_string()))
}
