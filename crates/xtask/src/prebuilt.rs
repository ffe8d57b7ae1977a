//! Builds the addon of the engine wasmtime for Linux on other CPUs and C libraries than this machine's, and tries it there.
//! zig links it: it brings the C libraries, and glibc's symbols of whichever version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::addon::{self, ADDON, CARGO, Platform, STAY};
use crate::project::{self, command, root, succeeds};
use crate::rust_target::{self, Library};
use crate::setup::apt_install;
use crate::{demo, dist};

const ZIG: &str = "0.15.2";
const ZIGBUILD: &str = "0.24.1";

/// The oldest glibc that Node 18 runs on: 2 and this.
const GLIBC: u32 = 28;

struct Prebuilt {
    cpu: &'static str,
    libc: &'static str,
    /// Rust's target.
    target: &'static str,
    /// The runtime of tests/portability on which it is tried.
    runtime: &'static str,
}

const PREBUILT: [Prebuilt; 4] = [
    Prebuilt { cpu: "x64", libc: "-gnu", target: "x86_64-unknown-linux-gnu", runtime: "node24" },
    Prebuilt { cpu: "x64", libc: "-musl", target: "x86_64-unknown-linux-musl", runtime: "musl-x64" },
    Prebuilt { cpu: "arm64", libc: "-gnu", target: "aarch64-unknown-linux-gnu", runtime: "arm64" },
    Prebuilt { cpu: "arm64", libc: "-musl", target: "aarch64-unknown-linux-musl", runtime: "musl-arm64" },
];

/// Builds and packs every addon, and runs the demo on each.
pub fn run() -> Result<()> {
    let tarball = dist::run()?;
    let tools = Tools::install()?;
    let addons = PREBUILT.iter().map(|prebuilt| tools.build(prebuilt)).collect::<Result<Vec<_>>>()?;
    let runtimes: Vec<_> = PREBUILT.iter().map(|prebuilt| prebuilt.runtime).collect();
    demo::on_wasmtime(&tarball, &addons, &runtimes)
}

/// Where zig and cargo-zigbuild are.
struct Tools {
    folder: PathBuf,
}

impl Tools {
    fn install() -> Result<Self> {
        let tools = Self { folder: root().join("target/tools") };
        if !prints(tools.zigbuild().arg("--version"), ZIGBUILD) {
            let mut cargo = command(env!("CARGO"));
            cargo.args(["install", "cargo-zigbuild", "--locked", "--version", ZIGBUILD, "--root"]).arg(&tools.folder);
            project::run(&mut cargo)?;
        }
        if !prints(command("python3").args(["-m", "ziglang", "version"]).env("PYTHONPATH", tools.python()), ZIG) {
            if !succeeds(command("python3").args(["-m", "pip", "--version"])) {
                apt_install(&["python3-pip"])?;
            }
            let mut pip = command("python3");
            let zig = format!("ziglang=={ZIG}");
            pip.args(["-m", "pip", "install", "--quiet", "--upgrade", &zig, "--target"]).arg(tools.python());
            project::run(&mut pip)?;
        }
        PREBUILT.iter().try_for_each(|prebuilt| rust_target::install(prebuilt.target, Library::Std))?;
        Ok(tools)
    }

    fn python(&self) -> PathBuf {
        self.folder.join("python")
    }

    fn zigbuild(&self) -> Command {
        command(self.folder.join("bin/cargo-zigbuild"))
    }

    /// Gives the packed addon.
    fn build(&self, Prebuilt { cpu, libc, target, .. }: &Prebuilt) -> Result<PathBuf> {
        let precompiled = addon::precompile(Some(target))?;
        let musl = *libc == "-musl";
        let mut zigbuild = self.zigbuild();
        zigbuild.arg("rustc").args(CARGO).args(ADDON).arg("--target");
        zigbuild.arg(if musl { (*target).to_owned() } else { format!("{target}.2.{GLIBC}") }).args(STAY);
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

/// Whether a tool is there, of this version.
fn prints(tool: &mut Command, version: &str) -> bool {
    tool.output().is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(version))
}

/// The names of the symbols' versions are in the file as they are.
fn needs_no_newer_glibc(library: &Path) -> Result<()> {
    let content = fs::read(library)?;
    let text = String::from_utf8_lossy(&content);
    let minors =
        text.split("GLIBC_2.").skip(1).map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    let newest = minors.filter_map(|minor| minor.parse::<u32>().ok()).max().unwrap_or(0);
    ensure!(newest <= GLIBC, "{} needs glibc 2.{newest}, not 2.{GLIBC}", library.display());
    Ok(())
}
