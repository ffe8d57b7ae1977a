//! Every command of this repository: `cargo xtask <command>`.

mod bench;
mod build;
mod check;
mod codegen;
mod demo;
mod dependants;
mod dist;
mod node;
mod packages;
mod project;
mod reproduce;
mod setup;
mod test;

use anyhow::{Result, bail};

use crate::build::{addon, release_addons, shims, wasm};

const USAGE: &str = "\
usage: cargo xtask <command>

  demo              set up what is missing, build, and run the demo program on the packed npm package
  test              set up what is missing, build, check the style and run every test
  dist              build the npm package: target/npm/anysqlite-<version>.tgz
  dependants        build it and install the libraries of tests/dependants on it

  setup             install what the other commands need (apt, rustup and npm, by package name)
  wasm              build npm/wasm/sqlite.wasm, and its text for npm/lib/inline.js
  shims             build npm/shim/*.node, the lock addons
  addon             build npm/wasmtime/*.node, the addon for the engine wasmtime on this machine
  addons            build and pack that addon for Linux on x64 and arm64, glibc and musl, and run the demo on each
  codegen [--check] write, or compare, the files generated from crates/abi
  check             formatting, lints, types and generated files
  reproduce         build the module twice, in two folders, and compare the bytes
  soak              the long versions of the tests of sharing, kills, power cuts and malformed files
  bench             compare with other libraries, in turns
  portability       run the demo on other processors, C libraries and engines";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["demo"] => demo::run(),
        ["test"] => test::run(),
        ["bench"] => bench::run(),
        ["soak"] => test::soak(),
        ["dist"] => dist::run().map(drop),
        ["dependants"] => dependants::install(&dist::run()?),
        ["setup"] => setup::run(),
        ["wasm"] => wasm::run(),
        ["shims"] => shims::run(),
        ["addon"] => addon::run(),
        ["addons"] => release_addons::run(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["check"] => check::run(),
        ["reproduce"] => reproduce::run(),
        ["portability", targets @ ..] => demo::on_other_runtimes(targets),
        _ => bail!("{USAGE}"),
    }
}
