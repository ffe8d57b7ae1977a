//! Builds the documents as a static site, in target/site.

use anyhow::Result;

use crate::packages;
use crate::project::{command, root, run};

/// The folder of the site's configuration and of its npm packages.
const FOLDER: &str = "site";

/// Installs VitePress and builds the site. A link to a page that does not exist is an error.
pub fn build() -> Result<()> {
    let folder = root().join(FOLDER);
    packages::npm(&folder)?;
    run(command(folder.join("node_modules/.bin/vitepress")).args(["build", FOLDER]))
}
