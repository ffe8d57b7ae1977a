//! The notice of sqlite-vec, whose crate has no text of its licence.

use std::fs;

use anyhow::{Context, Result};

use super::Notice;
use crate::build::sqlite_vec;
use crate::project::root;

/// Returns the notice. Of the two licences that the crate offers, it is that of this project, with the crate's authors.
pub fn notice() -> Result<Notice> {
    let package = sqlite_vec::package()?;
    let version = package["version"].as_str().context("a crate has a version")?;
    let author = package["authors"][0].as_str().and_then(|author| author.split(" <").next());
    let author = author.context("the crate names its author")?;
    let own = fs::read_to_string(root().join("LICENSE"))?;
    let lines = own.lines().map(|line| match line.strip_prefix("Copyright (c)") {
        Some(_) => format!("Copyright (c) {author}\n"),
        None => format!("{line}\n"),
    });
    Ok(Notice {
        components: [format!("sqlite-vec {version}")].into(),
        licence: Some("MIT".into()),
        text: lines.collect(),
    })
}
