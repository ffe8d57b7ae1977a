//! Every command of this repository: `cargo xtask <command>`.

mod bench;
mod build;
mod cargo_tools;
mod check;
mod codegen;
mod demo;
mod dependants;
mod dist;
mod lengths;
mod licences;
mod links;
mod manifest;
mod messages;
mod node;
mod packages;
mod pin;
mod portability;
mod profile;
mod project;
mod release;
mod reproduce;
mod setup;
mod site;
mod sources;
mod stage;
mod test;
mod upgrade;
mod variables;
mod workflows;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::build::{addon, cli, extension, release_addons, shims, sqlite_vec, wasm};
use crate::test::need::{self, Need};

const USAGE: &str = "\
usage: cargo xtask <command>

  demo              set up what is missing, build, and run the demo program on the packed npm package
  test              set up what is missing, build, check the style and run every test
  test [SUITE…] [FILE…] [--on v8|wasmtime|reference|ffi|exclusive] [--node 18|20|22|24|26] [-- ARGUMENT…]
                    run these suites, or these test files, with what is built already; FILE may be a part of a path
  test --list       what the suites prove, and how they are run
  soak [SUITE…]     the long versions of randomised tests, and runs that repeat the proof of others
  dist              build the npm package: target/npm/<name>-<version>.tgz

  setup             install what the other commands need (apt, rustup, npm and pip, by package name)
  wasm              build npm/wasm/sqlite.wasm, and its text for npm/lib/inline.js
  shims             build npm/shim/*.node, the lock addons
  cli               build npm/bin, the command `anysqlite`
  extension FILE.c [-o OUT] [-I FOLDER]… [-D NAME[=VALUE]]… [--simd]
                    compile a loadable extension of SQLite to OUT, by default beside FILE.c, and print the path
  sqlite-vec        build packages/sqlite-vec/*.wasm, the vector search extension
  addon             build npm/wasmtime/*.node, the addon for the engine wasmtime on this machine
  addons            build and pack that addon for Linux on x64 and arm64, glibc and musl, and run the demo on each
  dependants        pack the package and install the libraries of tests/dependants on it
  make NAME         build one of module, shims, cli, sqlite-vec, extensions, addon, package and
                    dependants from what is built already
  codegen [--check] write, or compare, the files generated from crates/abi
  profile           train SQLite again: rewrite crates/sqlite-wasm/profile, by which the module is built
  upgrade VERSION   follow another version of better-sqlite3, compare everything, and say what differs
  release --check [TAG]
                    check the tarballs, the licences and the version of a release; write its bills of materials
  advisories        ask the RustSec database about the crates
  licences          write licences/*.txt, the notices of what the packages contain
  check [PART]      formatting, types and generated files (style), GitHub's workflows (workflows), and clippy (lints)
  reproduce         build the module again in another folder, and compare the bytes
  bench [--node 20|22|24|26] [GROUP…]
                    compare with other libraries, in turns; GROUP is one of benches/node/groups.js
  bench rust        compare the Rust library with native SQLite
  bench report      write the tables and charts of docs/ from benches/results.json
  site              build the documents as a site: target/site
  portability [TARGET…]
                    compare the packed package with native better-sqlite3 on other processors, C libraries and engines;
                    on all of them, write docs/PORTABILITY.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &[&str]) -> Result<ExitCode> {
    match arguments {
        ["test", arguments @ ..] => return test::run(arguments),
        ["soak", suites @ ..] => return test::soak(suites),
        ["demo"] => demo::run(),
        ["upgrade", arguments @ ..] => return upgrade::run(arguments),
        ["bench", arguments @ ..] => bench::run(arguments),
        ["dist"] => dist::run().map(drop),
        ["dependants"] => need::provide(&[Need::Dependants]),
        ["make", name] => Need::named(name)?.make(),
        ["setup"] => setup::run(),
        ["wasm"] => wasm::run(),
        ["shims"] => shims::run(),
        ["cli"] => cli::run(),
        ["extension", arguments @ ..] => extension::run_command(arguments),
        ["sqlite-vec"] => sqlite_vec::run(),
        ["addon"] => addon::run(),
        ["addons"] => release_addons::run(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["release", arguments @ ..] => release::run(arguments),
        ["advisories"] => release::advisories(),
        ["site"] => site::build(),
        ["licences"] => licences::write(),
        ["check"] => check::run(None),
        ["check", part] => check::run(Some(part)),
        ["profile"] => profile::run(),
        ["reproduce"] => reproduce::run(),
        ["portability", targets @ ..] => portability::run(targets),
        _ => bail!("{USAGE}"),
    }?;
    Ok(ExitCode::SUCCESS)
}
