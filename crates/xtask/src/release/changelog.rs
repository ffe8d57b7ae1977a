//! The version of a release and its entry in CHANGELOG.md.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::manifest;
use crate::project::{VERSION, root};

/// Fails unless the packages are of one version that CHANGELOG.md describes. A tag must name that version, and the
/// entry must have a date then.
pub fn check(tag: Option<&str>) -> Result<()> {
    ensure!(manifest::read()?["version"] == VERSION, "npm/package.json is not of version {VERSION}");
    let changelog = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let entry = entry(&changelog, VERSION).with_context(|| format!("CHANGELOG.md has no entry of {VERSION}"))?;
    if let Some(tag) = tag {
        ensure!(tag == format!("v{VERSION}"), "the tag {tag} is not that of version {VERSION}");
        ensure!(is_date(entry), "CHANGELOG.md says that {VERSION} is {entry:?}: write the date (YYYY-MM-DD)");
    }
    Ok(())
}

/// Returns what stands behind the version in the title of its entry, if the entry has a text.
fn entry<'a>(changelog: &'a str, version: &str) -> Option<&'a str> {
    let (title, text) = changelog.split("\n## ").find_map(|entry| {
        let (title, text) = entry.split_once('\n')?;
        Some((title.strip_prefix(version)?.strip_prefix(", ")?, text))
    })?;
    (!text.trim().is_empty()).then_some(title)
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_version_a_date_and_a_text() {
        let changelog =
            "# Changelog\n\n## 2.0.0, unreleased\n\n- new\n\n## 1.0.0, 2026-01-31\n\n- old\n\n## 0.9.0, x\n";
        assert_eq!(entry(changelog, "2.0.0"), Some("unreleased"));
        assert_eq!(entry(changelog, "1.0.0"), Some("2026-01-31"));
        assert_eq!(entry(changelog, "0.9.0"), None);
        assert_eq!(entry(changelog, "1.0"), None);
        assert!(is_date("2026-01-31") && !is_date("unreleased") && !is_date("2026-1-31"));
    }
}
