//! Applies the edits of this folder to sqlite3.c, for the build of the guest and for its training.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the edits of a folder in the order in which they are applied: that of their names.
pub fn patches(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut patches: Vec<_> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    patches.retain(|file| file.extension().is_some_and(|extension| extension == "patch"));
    patches.sort();
    patches
}

/// Returns a source after all edits of a folder. Panics if one does not fit: every line that an edit shows must be in
/// the source as it stands there.
pub fn apply(source: String, folder: &Path) -> String {
    patches(folder).iter().fold(source, |source, file| {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let edit = diffy::Patch::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        diffy::apply(&source, &edit).unwrap_or_else(|error| {
            panic!("{} does not fit this sqlite3.c ({error}): see docs/UPGRADING.md", file.display())
        })
    })
}
