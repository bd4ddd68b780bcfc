//! `change-mgmt upload`: store files with a change.

use super::{
    App,
    exit::{Failure, Outcome},
    target,
};
use clap::Args;
use std::path::{Path, PathBuf};

/// Upload files to a change, for use as evidence
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.index(2).value_name("FILE").help("File to upload")))]
pub struct Upload {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Further files
    #[arg(value_name = "FILE", index = 3)]
    more: Vec<PathBuf>,
}

/// A file of this machine.
#[derive(Debug)]
pub struct File {
    /// Its name without folders.
    pub name: String,
    /// Guessed by the name's end.
    pub media_type: &'static str,
    /// All of it.
    pub content: Vec<u8>,
}

/// Reads a file.
///
/// # Errors
/// Why it cannot be read.
pub async fn read(path: &Path) -> Outcome<File> {
    let content = tokio::fs::read(path).await;
    let content = content.map_err(|e| Failure::Usage(format!("Cannot read {}: {e}.", path.display())))?;
    let name = path.file_name().map_or_else(|| "file".to_owned(), |n| n.to_string_lossy().into_owned());
    Ok(File { media_type: media_type(&name), name, content })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("md") => "text/markdown",
        Some("txt" | "log" | "sql" | "diff" | "patch") => "text/plain",
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Runs it.
///
/// # Errors
/// A file that cannot be read (nothing is sent then), the server's refusal.
pub async fn run(app: &App, args: Upload) -> Outcome {
    let (change, first) = args.target.require("a file")?;
    let mut files = Vec::new();
    for path in std::iter::once(PathBuf::from(first)).chain(args.more) {
        files.push(read(&path).await?);
    }
    let mut stored = Vec::new();
    for file in files {
        stored.push(app.client()?.upload(change, &file.name, file.media_type, file.content).await?);
    }
    if app.out.json {
        return app.out.json(&stored);
    }
    stored.iter().try_for_each(|d| app.out.line(format!("{}  {}  {} bytes  sha256 {}", d.id, d.name, d.size, d.sha256)))
}
