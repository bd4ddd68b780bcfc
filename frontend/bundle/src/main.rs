//! Builds the site's folder: `bundle WASM CSS PUBLIC OUT [NAME=FILE …]`.
//!
//! - WASM, as the compiler left it, becomes a script and a WASM file by wasm-bindgen.
//! - CSS, the files of PUBLIC and each NAME=FILE are copied. In the CSS, `url(/pkg/NAME)` becomes the hashed path.
//! - Everything a page refers to goes to `/pkg` under a name that holds a hash of its content, so that browsers may
//!   keep it for ever. What browsers and crawlers look for by a fixed name (`favicon.ico`, …) keeps that name.
//! - Compressible files get a `.br` and a `.gz` beside them.
//! - `manifest.json` maps logical names to paths. It is written last, and only when something changed.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [wasm, css, public, out, extra @ ..] = arguments.as_slice() else {
        return Err("usage: bundle WASM CSS PUBLIC OUT [NAME=FILE …]".into());
    };
    let sources = Sources::read(wasm, css, public, extra)?;
    let out = Path::new(out);
    let stamp = out.join(".inputs");
    let digest = sources.digest()?;
    if fs::read_to_string(&stamp).is_ok_and(|known| known == digest) {
        return Ok(());
    }
    fs::remove_file(&stamp).ok(); // A build that is cut short must not look finished.
    let site = build(&sources)?;
    site.write(out)?;
    fs::write(stamp, digest)?;
    Ok(())
}

struct Sources {
    wasm: Vec<u8>,
    css: String,
    /// Files of `public/`, by their path in it.
    public: BTreeMap<String, Vec<u8>>,
    extra: BTreeMap<String, Vec<u8>>,
}

impl Sources {
    fn read(wasm: &str, css: &str, public: &str, extra: &[String]) -> Result<Self> {
        let mut files = BTreeMap::new();
        collect(Path::new(public), "", &mut files)?;
        let extra = extra
            .iter()
            .map(|pair| {
                let (name, file) = pair.split_once('=').ok_or("NAME=FILE expected")?;
                Ok((name.to_owned(), read(file)?))
            })
            .collect::<Result<_>>()?;
        Ok(Self { wasm: read(wasm)?, css: String::from_utf8(read(css)?)?, public: files, extra })
    }

    /// Changes when an input or this program changes.
    fn digest(&self) -> Result<String> {
        let program = fs::metadata(env::current_exe()?)?;
        let mut hash = Sha256::new();
        hash.update(format!("{:?} {}", program.modified()?, program.len()));
        for bytes in [self.wasm.as_slice(), self.css.as_bytes()] {
            hash.update(Sha256::digest(bytes));
        }
        for (name, bytes) in self.public.iter().chain(&self.extra) {
            hash.update(name);
            hash.update(Sha256::digest(bytes));
        }
        Ok(hex::encode(hash.finalize()))
    }
}

fn read(file: &str) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{file}: {error}").into())
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    if !dir.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"), fs::read(&path)?);
        }
    }
    Ok(())
}

/// The files of the site by their path in the folder, and the logical names.
#[derive(Default)]
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    names: BTreeMap<String, String>,
}

fn build(sources: &Sources) -> Result<Site> {
    let mut site = Site::default();
    for (name, bytes) in sources.extra.iter().chain(&sources.public) {
        if is_fixed(name) {
            site.files.insert(name.clone(), bytes.clone());
        } else {
            site.add_hashed(name, name, bytes.clone());
        }
    }
    let css = site.resolve_urls(&sources.css)?;
    site.add_hashed("app.css", "app.css", css.into_bytes());

    let bound = bindgen(&sources.wasm)?;
    for (name, bytes) in bound {
        match name.as_str() {
            "app.js" | "app_bg.wasm" => {
                site.files.insert(name, bytes);
            }
            // Scripts of dependencies: the main script imports them by relative path, so their names stay.
            _ => {
                site.files.insert(format!("pkg/{name}"), bytes);
            }
        }
    }
    let wasm = site.files.remove("app_bg.wasm").ok_or("wasm-bindgen wrote no WASM")?;
    let script = site.files.remove("app.js").ok_or("wasm-bindgen wrote no script")?;
    let wasm_path = site.add_hashed("app.wasm", "app_bg.wasm", wasm);
    let wasm_name = wasm_path.rsplit('/').next().unwrap_or_default();
    let script = String::from_utf8(script)?.replace("app_bg.wasm", wasm_name);
    site.add_hashed("app.js", "app.js", script.into_bytes());
    Ok(site)
}

/// Names that others than our pages ask for.
fn is_fixed(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    matches!(ending, "ico" | "txt" | "webmanifest" | "html" | "xml")
        || name.starts_with("favicon")
        || name.starts_with("apple-touch-icon")
        || name.starts_with("icon-")
        || name == "sw.js"
        || name.starts_with(".well-known/")
}

impl Site {
    /// Adds `pkg/NAME.<hash>.ENDING`, and returns its URL path.
    fn add_hashed(&mut self, logical: &str, name: &str, bytes: Vec<u8>) -> String {
        let hash = hex::encode(&Sha256::digest(&bytes)[..8]);
        let hashed = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("pkg/{stem}.{hash}.{ending}"),
            None => format!("pkg/{name}.{hash}.bin"),
        };
        let url = format!("/{hashed}");
        self.files.insert(hashed, bytes);
        self.names.insert(logical.to_owned(), url.clone());
        url
    }

    /// `url(/pkg/NAME)`, quoted or not, with the hashed path; an unknown name is an error.
    fn resolve_urls(&self, css: &str) -> Result<String> {
        let mut done = String::with_capacity(css.len());
        let mut rest = css;
        while let Some((before, after)) = rest.split_once("/pkg/") {
            let end = after.find([')', '"', '\'', ' ', '?', '#']).ok_or("the style ends inside a url(/pkg/…)")?;
            let (name, tail) = after.split_at(end);
            let url = self
                .names
                .get(name)
                .ok_or_else(|| format!("the style refers to /pkg/{name}, which is no file of the site"))?;
            done.push_str(before);
            done.push_str(url);
            rest = tail;
        }
        done.push_str(rest);
        Ok(done)
    }

    fn write(&self, out: &Path) -> Result<()> {
        fs::create_dir_all(out)?;
        let mut kept = vec![out.join("manifest.json")];
        for (name, bytes) in &self.files {
            let path = out.join(name);
            write_if_changed(&path, bytes, &mut kept)?;
        }
        let hashes: BTreeMap<&String, String> =
            self.files.iter().map(|(name, bytes)| (name, hex::encode(&Sha256::digest(bytes)[..8]))).collect();
        let manifest = serde_json::json!({ "names": self.names, "files": hashes });
        let manifest = format!("{}\n", serde_json::to_string_pretty(&manifest)?);
        remove_others(out, &kept)?;
        let path = out.join("manifest.json");
        if !fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
            fs::write(path, manifest)?;
        }
        Ok(())
    }
}

/// Writes the file and its compressed copies; files that already hold these bytes stay untouched.
fn write_if_changed(path: &Path, bytes: &[u8], kept: &mut Vec<PathBuf>) -> Result<()> {
    let same = fs::read(path).is_ok_and(|old| old == bytes);
    if !same {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        fs::write(path, bytes)?;
    }
    kept.push(path.to_owned());
    if !is_compressible(path) || bytes.len() < 512 {
        return Ok(());
    }
    for (ending, compress) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{ending}"));
        let copy = PathBuf::from(name);
        if !same || !copy.exists() {
            fs::write(&copy, compress(bytes)?)?;
        }
        kept.push(copy);
    }
    Ok(())
}

fn is_compressible(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    matches!(ending, "js" | "wasm" | "css" | "svg" | "json" | "webmanifest" | "txt" | "html" | "xml" | "ico")
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Removes what an earlier build left.
fn remove_others(dir: &Path, kept: &[PathBuf]) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, kept)?;
            fs::remove_dir(&path).ok(); // Fails while it holds something.
        } else if !kept.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// The files that wasm-bindgen makes of a compiled WASM file, by their relative path: `app.js`, `app_bg.wasm`, `snippets/…`.
fn bindgen(wasm: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let dir = env::temp_dir().join(format!("change-mgmt-bundle-{}", std::process::id()));
    let result = bindgen_in(&dir, wasm);
    fs::remove_dir_all(&dir).ok();
    result
}

fn bindgen_in(dir: &Path, wasm: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    fs::create_dir_all(dir)?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_bytes("app", wasm.to_vec())
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(dir)?;
    let mut files = BTreeMap::new();
    collect(dir, "", &mut files)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_urls_get_their_hash() -> Result<()> {
        let mut site = Site::default();
        let url = site.add_hashed("inter.woff2", "inter.woff2", vec![1]);
        let css = site.resolve_urls("a{src:url(/pkg/inter.woff2)}b{src:url(\"/pkg/inter.woff2\")}")?;
        assert_eq!(css, format!("a{{src:url({url})}}b{{src:url(\"{url}\")}}"));
        assert!(site.resolve_urls("a{src:url(/pkg/none.woff2)}").is_err());
        Ok(())
    }

    #[test]
    fn names_that_browsers_ask_for_stay() {
        for name in ["favicon.ico", "favicon.svg", "manifest.webmanifest", "robots.txt", "apple-touch-icon.png"] {
            assert!(is_fixed(name), "{name}");
        }
        for name in ["logo.svg", "img/empty.svg"] {
            assert!(!is_fixed(name), "{name}");
        }
    }
}
