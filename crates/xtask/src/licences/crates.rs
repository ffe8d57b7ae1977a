//! The crates that a package is compiled from: cargo knows which, cargo-about finds their licences.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Notice;
use crate::cargo_tools::{self, CARGO_ABOUT};
use crate::project::{command, output};

/// Crates that cargo lists although only macros call them.
const ONLY_AT_BUILD: [&str; 1] = ["unicode-ident"];

const LLVM_EXCEPTION: &str = "Apache-2.0 WITH LLVM-exception";

/// A crate of this repository with all that it is compiled from.
pub struct Graph {
    pub package: &'static str,
    pub targets: &'static [&'static str],
}

impl Graph {
    /// Returns the crates of others whose code is in the result, as "name version": no macros, which only run in the
    /// compiler.
    pub fn shipped(&self) -> Result<BTreeSet<String>> {
        let mut tree = command(env!("CARGO"));
        tree.args(["tree", "--package", self.package, "--edges", "normal,no-proc-macro", "--prefix", "none"]);
        tree.args(["--locked", "--no-dedupe", "--format", "{p}"]);
        tree.args(self.target_arguments());
        let text = output(&mut tree)?;
        // A crate of this repository has its path behind its version.
        let crates = text.lines().filter(|line| !line.contains('(')).filter_map(|line| line.split_once(" v"));
        let linked = crates.filter(|(name, _)| !ONLY_AT_BUILD.contains(name));
        Ok(linked.map(|(name, version)| format!("{name} {version}")).collect())
    }

    fn target_arguments(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().flat_map(|target| ["--target", target])
    }

    /// Returns the notices of those crates.
    pub fn notices(&self) -> Result<Vec<Notice>> {
        let shipped = self.shipped()?;
        if shipped.is_empty() {
            return Ok(Vec::new());
        }
        let mut about = cargo_tools::command(CARGO_ABOUT)?;
        about.args(["generate", "--offline", "--locked", "--format", "json", "--config", "licences/about.toml"]);
        about.args(["--manifest-path", &format!("crates/{}/Cargo.toml", self.package)]);
        about.args(self.target_arguments());
        let report: Value = serde_json::from_str(&output(&mut about)?)?;
        let licences = report["licenses"].as_array().context("cargo-about lists licences")?;
        let mut notices = Vec::new();
        for licence in licences {
            notices.extend(notices_of(licence, &shipped)?);
        }
        state_exception(&mut notices);
        let found: BTreeSet<_> = notices.iter().flat_map(|notice| notice.components.clone()).collect();
        let missing: Vec<_> = shipped.difference(&found).cloned().collect();
        ensure!(missing.is_empty(), "cargo-about found no licence of {}", missing.join(", "));
        Ok(notices)
    }
}

/// Returns the notices of one text of cargo-about's report: one if the text names its authors, otherwise, for texts of
/// cargo-about itself, one for each crate.
fn notices_of(licence: &Value, shipped: &BTreeSet<String>) -> Result<Vec<Notice>> {
    let text = licence["text"].as_str().context("a licence has a text")?;
    let id = licence["id"].as_str().context("a licence has an id")?;
    let users = licence["used_by"].as_array().context("a licence has users")?;
    let mut notices = Vec::new();
    for user in users.iter().map(|user| &user["crate"]) {
        let part = |key: &str| user[key].as_str().with_context(|| format!("a crate has a {key}"));
        let name = format!("{} {}", part("name")?, part("version")?);
        if shipped.contains(&name) {
            notices.push(Notice {
                components: [name].into(),
                licence: Some(with_exception(id, part("license")?)),
                text: text.replace("<year> <copyright holders>", &authors(user)),
            });
        }
    }
    Ok(notices)
}

/// cargo-about reports a licence and its exception as the licence alone.
fn with_exception(id: &str, expression: &str) -> String {
    if id == "Apache-2.0" && expression.contains(LLVM_EXCEPTION) { LLVM_EXCEPTION.into() } else { id.into() }
}

/// Replaces cargo-about's own text of the licence with that exception, which lacks the exception, by a crate's.
fn state_exception(notices: &mut [Notice]) {
    let is_excepted = |notice: &Notice| notice.licence.as_deref() == Some(LLVM_EXCEPTION);
    let complete = |notice: &&Notice| is_excepted(notice) && notice.text.contains("LLVM Exceptions");
    if let Some(text) = notices.iter().find(complete).map(|notice| notice.text.clone()) {
        notices.iter_mut().filter(|notice| is_excepted(notice)).for_each(|notice| notice.text.clone_from(&text));
    }
}

fn authors(user: &Value) -> String {
    let authors = user["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let names: Vec<_> = authors.map(|author| author.split(" <").next().unwrap_or(author)).collect();
    if names.is_empty() {
        format!("the authors of {}", user["name"].as_str().unwrap_or("it"))
    } else {
        names.join(", ")
    }
}
