//! Writes the table of the site's files (scripts, styles, fonts, icons), which `src/site.rs` compiles into the program.
//!
//! The folder is `target/site`, or `CHANGE_MGMT_SITE_DIR` (relative to `server/`). Where it is empty the program still
//! compiles, and its pages work without scripts. A file whose name holds a hash of its content is immutable.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let site = match env::var_os("CHANGE_MGMT_SITE_DIR") {
        Some(dir) => here.join(dir),
        None => here.join("../target/site"),
    };
    let manifest = site.join("manifest.json");
    // Cargo cannot watch a file that does not exist: it would run this script, and compile the server, each time.
    if !manifest.exists() && fs::create_dir_all(&site).is_ok() {
        fs::write(&manifest, "{}\n").ok();
    }
    println!("cargo::rerun-if-env-changed=CHANGE_MGMT_SITE_DIR");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", manifest.display());

    let mut files = Vec::new();
    walk(&site, &mut files)?;
    let mut rows: Vec<(String, String)> = Vec::new();
    for file in files.iter().filter(|f| !is_variant(f) && **f != manifest) {
        let name = file.strip_prefix(&site).unwrap_or(file);
        let url = format!("/{}", name.to_string_lossy().replace('\\', "/"));
        let mut hasher = DefaultHasher::new();
        fs::read(file)?.hash(&mut hasher);
        let row = format!(
            "    Asset {{ path: {url:?}, content_type: {:?}, identity: include_bytes!({:?}), \
             brotli: {}, gzip: {}, immutable: {}, etag: {:?} }},",
            content_type(file),
            file.canonicalize()?,
            variant(file, "br")?,
            variant(file, "gz")?,
            has_hash(file),
            format!("\"{:016x}\"", hasher.finish()),
        );
        rows.push((url, row));
    }
    rows.sort();

    let mut table = String::from("/// All files of the site, sorted by path.\npub static ASSETS: &[Asset] = &[\n");
    for (_, row) in rows {
        writeln!(table, "{row}").map_err(io::Error::other)?;
    }
    let names = fs::read_to_string(&manifest).unwrap_or_else(|_| "{}".into());
    write!(table, "];\n\n/// Logical name → path, as JSON.\nconst MANIFEST: &str = {names:?};\n")
        .map_err(io::Error::other)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("site_assets.rs"), table)
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if !path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) {
            files.push(path);
        }
    }
    Ok(())
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|e| e.to_str()).unwrap_or_default()
}

/// A compressed copy beside its original.
fn is_variant(file: &Path) -> bool {
    matches!(extension(file), "br" | "gz") && file.with_extension("").exists()
}

fn variant(file: &Path, ending: &str) -> io::Result<String> {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    let path = PathBuf::from(name);
    if !path.exists() {
        return Ok("None".into());
    }
    Ok(format!("Some(include_bytes!({:?}))", path.canonicalize()?))
}

/// `app.0123456789abcdef.js`: the bundler puts 16 hexadecimal digits before the ending.
fn has_hash(file: &Path) -> bool {
    let name = file.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    name.rsplit('.').nth(1).is_some_and(|h| h.len() == 16 && h.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn content_type(file: &Path) -> &'static str {
    match extension(file) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
