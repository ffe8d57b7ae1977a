//! Checks the links between the Markdown documents: files and titles that exist.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Result, ensure};

use crate::project::{command, output, root};

/// Fails if a link leads to a file or to a title that does not exist. Links to other places are not followed.
pub fn check() -> Result<()> {
    let documents = output(command("git").args(["ls-files", "*.md"]))?;
    let mut broken = Vec::new();
    for document in documents.lines() {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in links(&text_of(&fs::read_to_string(root().join(document))?)) {
            if !exists(document, folder, &link)? {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    ensure!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
    Ok(())
}

fn exists(document: &str, folder: &str, link: &str) -> Result<bool> {
    let (path, title) = link.split_once('#').map_or((link, None), |(path, title)| (path, Some(title)));
    let target = if path.is_empty() { root().join(document) } else { root().join(folder).join(path) };
    let Some(title) = title.filter(|_| target.extension().is_some_and(|extension| extension == "md")) else {
        return Ok(target.exists());
    };
    Ok(target.exists() && titles(&text_of(&fs::read_to_string(target)?)).contains(title))
}

/// Returns a document without its blocks of code.
fn text_of(document: &str) -> String {
    document.split("```").step_by(2).collect()
}

/// Returns the destinations of a document's links that name no other place.
fn links(text: &str) -> Vec<String> {
    let destinations = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    destinations.filter(|link| !link.contains(':') && !link.contains(' ')).map(str::to_owned).collect()
}

/// Returns the names that GitHub gives to the titles of a document: lower case, without punctuation, with hyphens.
fn titles(text: &str) -> BTreeSet<String> {
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    titles
        .map(|title| title.to_lowercase().replace(' ', "-"))
        .map(|title| title.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_titles_are_read_outside_of_code() {
        let text = text_of("# A `b`: c!\n[x](a.md#t), [y](https://z)\n```\n[z](code.md)\n# code\n```\n[w](#a-b-c)\n");
        assert_eq!(links(&text), ["a.md#t", "#a-b-c"]);
        assert_eq!(titles(&text), ["a-b-c".to_owned()].into());
    }
}
