//! Builds the addon with wasmtime for every CPU and C library of Linux, and runs the demo on each. zig links the
//! addons: it has the C libraries, and the symbols of any version of glibc.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use exe_inspect::Libc;

use super::addon::{self, ADDON, CARGO, NO_UNLOAD, Platform};
use super::rust_target::{self, Library};
use crate::cargo_tools::{self, CARGO_ZIGBUILD, prints};
use crate::packages;
use crate::project::{self, command, root, succeeds};
use crate::{demo, dist};

const ZIG: &str = "0.15.2";

/// What ends the names of packages for musl.
const MUSL: &str = "-musl";

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
    fn build(&self, addon: &ReleaseAddon) -> Result<PathBuf> {
        let ReleaseAddon { cpu, libc, target, .. } = addon;
        let precompiled = addon::precompile(Some(target))?;
        let musl = *libc == MUSL;
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
        fits(&library, addon)?;
        addon::pack(&platform, &library)
    }
}

/// Fails unless a library is what its package says: for this CPU and C library, whole, and for no newer glibc.
fn fits(library: &Path, addon: &ReleaseAddon) -> Result<()> {
    let report = exe_inspect::inspect(File::open(library)?);
    let image = report.images.first().with_context(|| format!("{} is no executable", library.display()))?;
    let libc = if addon.libc == MUSL { Libc::Musl } else { Libc::Glibc };
    let expected = image.cpu == addon.cpu && image.libc == Some(libc) && image.damage.is_none();
    ensure!(expected, "{} is for {} and {:?}, {:?}", library.display(), image.cpu, image.libc, image.damage);
    let newest = image.versions.iter().filter_map(|need| need.version.strip_prefix("GLIBC_2.")?.split('.').next());
    let newest = newest.filter_map(|minor| minor.parse::<u32>().ok()).max().unwrap_or(0);
    ensure!(newest <= GLIBC, "{} needs glibc 2.{newest}, not 2.{GLIBC}", library.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addon(cpu: &'static str, libc: &'static str) -> ReleaseAddon {
        ReleaseAddon { cpu, libc, target: "", runtime: "" }
    }

    /// The binary of native better-sqlite3 for a platform; that for glibc needs 2.34.
    fn native(platform: &str) -> PathBuf {
        root().join(format!("node_modules/better-sqlite3/prebuilds/{platform}.node"))
    }

    #[test]
    fn an_addon_is_for_the_cpu_and_the_c_library_of_its_package() {
        fits(&native("linuxmusl-x64"), &addon("x64", MUSL)).expect("it is for musl on x64");
        fits(&native("linuxmusl-x64"), &addon("arm64", MUSL)).expect_err("it is for x64");
        fits(&native("linuxmusl-x64"), &addon("x64", "-gnu")).expect_err("it is for musl");
        fits(&native("darwin-x64"), &addon("x64", "-gnu")).expect_err("it is for macOS");
    }

    #[test]
    fn an_addon_needs_no_newer_glibc_than_the_oldest_supported_node() {
        let error = fits(&native("linux-arm64"), &addon("arm64", "-gnu")).expect_err("it needs glibc 2.34");
        assert!(error.to_string().ends_with("needs glibc 2.34, not 2.28"), "{error}");
    }
}
