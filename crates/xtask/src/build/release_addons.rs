//! Builds the addon with wasmtime for every CPU and C library of Linux, and runs the demo on each. zig links the
//! addons: it has the C libraries, and the symbols of any version of glibc.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::addon::{self, ADDON, CARGO, NO_UNLOAD, Platform};
use super::rust_target::{self, Library};
use crate::cargo_tools::{self, CARGO_ZIGBUILD, prints};
use crate::packages;
use crate::project::{self, command, root, succeeds};
use crate::{demo, dist};

const ZIG: &str = "0.15.2";

/// The minor version of the oldest glibc, 2.28, that Node 18 runs on.
const GLIBC: u32 = 28;

struct ReleaseAddon {
    cpu: &'static str,
    libc: &'static str,
    /// Rust's target.
    target: &'static str,
    /// The runtime of tests/portability that runs the demo on it.
    runtime: &'static str,
}

const RELEASE_ADDONS: [ReleaseAddon; 4] = [
    ReleaseAddon { cpu: "x64", libc: "-gnu", target: "x86_64-unknown-linux-gnu", runtime: "node24" },
    ReleaseAddon { cpu: "x64", libc: "-musl", target: "x86_64-unknown-linux-musl", runtime: "musl-x64" },
    ReleaseAddon { cpu: "arm64", libc: "-gnu", target: "aarch64-unknown-linux-gnu", runtime: "arm64" },
    ReleaseAddon { cpu: "arm64", libc: "-musl", target: "aarch64-unknown-linux-musl", runtime: "musl-arm64" },
];

/// Builds and packs every addon, and runs the demo on each.
pub fn run() -> Result<()> {
    let tarball = dist::run()?;
    let tools = Tools::install()?;
    let addons = RELEASE_ADDONS.iter().map(|addon| tools.build(addon)).collect::<Result<Vec<_>>>()?;
    let runtimes: Vec<_> = RELEASE_ADDONS.iter().map(|addon| addon.runtime).collect();
    demo::on_wasmtime(&tarball, &addons, &runtimes)
}

/// The folder of zig and cargo-zigbuild.
struct Tools {
    folder: PathBuf,
}

impl Tools {
    fn install() -> Result<Self> {
        let tools = Self { folder: cargo_tools::folder() };
        if !prints(command("python3").args(["-m", "ziglang", "version"]).env("PYTHONPATH", tools.python()), ZIG) {
            if !succeeds(command("python3").args(["-m", "pip", "--version"])) {
                packages::apt(&["python3-pip"])?;
            }
            let mut pip = command("python3");
            let zig = format!("ziglang=={ZIG}");
            pip.args(["-m", "pip", "install", "--quiet", "--upgrade", &zig, "--target"]).arg(tools.python());
            project::run(&mut pip)?;
        }
        RELEASE_ADDONS.iter().try_for_each(|addon| rust_target::install(addon.target, Library::Std))?;
        Ok(tools)
    }

    fn python(&self) -> PathBuf {
        self.folder.join("python")
    }

    /// Builds and packs an addon. Returns the package.
    fn build(&self, ReleaseAddon { cpu, libc, target, .. }: &ReleaseAddon) -> Result<PathBuf> {
        let precompiled = addon::precompile(Some(target))?;
        let musl = *libc == "-musl";
        let mut zigbuild = cargo_tools::command(CARGO_ZIGBUILD)?;
        zigbuild.arg("rustc").args(CARGO).args(ADDON).arg("--target");
        zigbuild.arg(if musl { (*target).to_owned() } else { format!("{target}.2.{GLIBC}") }).args(NO_UNLOAD);
        zigbuild.env("PYTHONPATH", self.python()).env("ANYSQLITE_PRECOMPILED", precompiled);
        if musl {
            // A library uses the C library of the process rather than a copy of its own.
            zigbuild.env("RUSTFLAGS", "-Ctarget-feature=-crt-static");
        }
        project::run(&mut zigbuild)?;
        let platform = Platform { os: "linux".into(), cpu: (*cpu).into(), libc: (*libc).into() };
        let library = root().join("target/native").join(target).join("addon/libnode_binding.so");
        needs_no_newer_glibc(&library)?;
        addon::pack(&platform, &library)
    }
}

/// Fails if a library needs a newer glibc. The versions of its symbols stand in the file as text.
fn needs_no_newer_glibc(library: &Path) -> Result<()> {
    let content = fs::read(library)?;
    let text = String::from_utf8_lossy(&content);
    let minors =
        text.split("GLIBC_2.").skip(1).map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    let newest = minors.filter_map(|minor| minor.parse::<u32>().ok()).max().unwrap_or(0);
    ensure!(newest <= GLIBC, "{} needs glibc 2.{newest}, not 2.{GLIBC}", library.display());
    Ok(())
}
