//! Rust's standard library and the crates inside it. The toolchain has their notices as a page of HTML, and the crates
//! as files of the target.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Notice, WASM};
use crate::project::{command, output};

/// Returns the library's name in the notices, which stands for the crates inside, too.
pub fn name(version: &str) -> String {
    format!("The Rust Standard Library {version}")
}

/// Returns the notices of the standard library.
pub fn notices(version: &str) -> Result<Vec<Notice>> {
    let root = PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?.trim_end());
    let documents = root.join("share/doc/rust");
    let licence = fs::read_to_string(documents.join("licenses/MIT.txt"))?;
    let inside = crates_inside(&root)?;
    let page = fs::read_to_string(documents.join("COPYRIGHT-library.html"))?;
    let mut text = format!("Copyright (c) The Rust Project Developers\n\n{licence}");
    for (package, notice) in sections(&page).into_iter().filter(|(package, _)| inside.contains(package)) {
        text += &format!("\n\nIt contains {package}, under the same licence:\n\n{notice}");
    }
    let unicode = fs::read_to_string(documents.join("licenses/Unicode-3.0.txt"))?;
    text += &format!("\n\nIt contains data of the Unicode Character Database:\n\n{unicode}");
    Ok(vec![Notice { components: [name(version)].into(), licence: Some("MIT".into()), text }])
}

/// Returns the names of the crates that are in the library for WebAssembly; for other targets they are the same.
fn crates_inside(root: &Path) -> Result<BTreeSet<String>> {
    let folder = root.join("lib/rustlib").join(WASM[0]).join("lib");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        names.extend(
            file.strip_prefix("lib").and_then(|rest| rest.rsplit_once('-')).map(|(name, _)| name.replace('_', "-")),
        );
    }
    Ok(names)
}

/// Returns the name of each crate of the page with its copyright lines.
fn sections(page: &str) -> Vec<(String, String)> {
    let titles = page.split("<h3>").skip(1);
    titles
        .filter_map(|section| {
            let (title, rest) = section.split_once("</h3>")?;
            let (name, _) = title.split_once(' ')?.1.rsplit_once('-')?;
            let (_, file) = rest.split_once("<code>LICENSE-MIT</code>")?;
            let (_, text) = file.split_once("<pre>")?;
            let (text, _) = text.split_once("</pre>")?;
            let lines: Vec<_> = text.lines().filter(|line| line.trim_start().starts_with("Copyright")).collect();
            Some((name.to_owned(), unescaped(&lines.join("\n"))))
        })
        .collect()
}

fn unescaped(html: &str) -> String {
    [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copyright_lines_are_found_by_crate() {
        let page = "<h3>📦 a-b-1.0</h3> <code>LICENSE-APACHE</code><pre>x</pre> \
            <code>LICENSE-MIT</code></summary>\n<pre>\nCopyright (c) A &#60;a&#62;\n\nPermission</pre>";
        assert_eq!(sections(page), [("a-b".to_owned(), "Copyright (c) A <a>".to_owned())]);
    }
}
