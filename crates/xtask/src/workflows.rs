//! Checks the workflows, of this repository and of its examples, and the examples' Dockerfiles.

use anyhow::{Result, ensure};

use crate::packages::python_tool;
use crate::project::{command, output, run};

/// Where workflows and Dockerfiles are. The example's are what a user copies.
const FOLDERS: [&str; 2] = [".github", "examples"];

/// Fails if a workflow is not valid, is unsafe, or a Dockerfile has a fault.
pub fn check() -> Result<()> {
    let workflows = files(&["*.github/workflows/*.yml", "*.github/workflows/*.yaml"])?;
    ensure!(!workflows.is_empty(), "there is no workflow in {FOLDERS:?}");
    validate("vendor.github-workflows", &workflows)?;
    run(python_tool("zizmor")?.args(["--offline", "--quiet"]).args(&workflows))?;
    let dependabot = files(&["*.github/dependabot.yml", "*.github/dependabot.yaml"])?;
    if !dependabot.is_empty() {
        validate("vendor.dependabot", &dependabot)?;
    }
    run(python_tool("hadolint")?.args(files(&["*/Dockerfile"])?))
}

/// Compares files with a schema that the tool brings along.
fn validate(schema: &str, files: &[String]) -> Result<()> {
    run(python_tool("check-jsonschema")?.args(["--builtin-schema", schema]).args(files))
}

/// Returns the files whose paths match one of the patterns, in which `*` matches slashes, too.
fn files(patterns: &[&str]) -> Result<Vec<String>> {
    let mut find = command("find");
    find.args(FOLDERS).args(["-name", "node_modules", "-prune"]);
    find.args(patterns.iter().flat_map(|pattern| ["-o", "-path", *pattern, "-type", "f", "-print"]));
    let mut found: Vec<_> = output(&mut find)?.lines().map(str::to_owned).collect();
    found.sort();
    Ok(found)
}
