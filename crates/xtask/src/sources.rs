//! The project's source texts, for checks that look at all of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::root;

const EXTENSIONS: [&str; 8] = ["c", "cjs", "js", "mjs", "rs", "toml", "ts", "yml"];

/// Folders that hold what other commands write.
const WRITTEN: [&str; 3] = ["generated", "node_modules", "target"];

/// A source file: its path below the root, and its text.
pub struct Source {
    pub path: PathBuf,
    pub text: String,
}

/// Reads every source file in some folders, which are named below the root.
pub fn read(folders: &[&str]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    folders.iter().try_for_each(|folder| collect(Path::new(folder), &mut sources))?;
    Ok(sources)
}

fn collect(path: &Path, sources: &mut Vec<Source>) -> Result<()> {
    let full = root().join(path);
    if full.is_dir() {
        if WRITTEN.iter().any(|folder| path.ends_with(folder)) {
            return Ok(());
        }
        return fs::read_dir(&full)?.try_for_each(|entry| collect(&path.join(entry?.file_name()), sources));
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    if EXTENSIONS.contains(&&*extension) {
        let text = fs::read_to_string(&full).with_context(|| full.display().to_string())?;
        sources.push(Source { path: path.to_owned(), text });
    }
    Ok(())
}
