//! The contract as wasmtime sees it: the built module is of it, and a module that is not is refused.

use std::collections::BTreeMap;

use abi::{EXPORTS, IMPORT_MODULE, IMPORTS, Signature};
use wasmtime::{Config, ExternType, Module, ModuleVersionStrategy, ValType};

use super::callbacks::Nobody;
use super::engine::{MODULE, start};
use super::{Engine, Instance, Settings, State, artefact};
use crate::error::Error;

fn compile(module: impl AsRef<[u8]>) -> Engine {
    let engine = start(Settings::default()).expect("wasmtime runs");
    let module = Module::new(&engine, module).expect("it is a module");
    Engine::new(engine, module, Settings::default())
}

/// Types of parameters, and of results.
type Types = (Vec<String>, Vec<String>);

fn declared(functions: &[Signature]) -> BTreeMap<String, Types> {
    let types = |function: &Signature| {
        let parameters = function.params.iter().map(|parameter| parameter.kind.wasm().to_owned());
        (parameters.collect(), function.result.iter().map(|kind| kind.wasm().to_owned()).collect())
    };
    functions.iter().map(|function| (function.name.to_owned(), types(function))).collect()
}

fn built<'a>(functions: impl Iterator<Item = (&'a str, ExternType)>) -> BTreeMap<String, Types> {
    let words = |types: &mut dyn Iterator<Item = ValType>| types.map(|kind| kind.to_string()).collect();
    let types = |what: ExternType| {
        let function = what.unwrap_func();
        (words(&mut function.params()), words(&mut function.results()))
    };
    functions.map(|(name, what)| (name.to_owned(), types(what))).collect()
}

#[test]
fn the_built_module_is_of_the_contract() {
    let Engine { module, .. } = compile(MODULE);
    assert!(module.imports().all(|import| import.module() == IMPORT_MODULE));
    assert_eq!(built(module.imports().map(|import| (import.name(), import.ty()))), declared(IMPORTS));
    let (functions, others): (Vec<_>, Vec<_>) = module.exports().partition(|export| export.ty().func().is_some());
    assert_eq!(built(functions.iter().map(|export| (export.name(), export.ty()))), declared(EXPORTS));
    let names: Vec<_> = others.iter().map(|export| export.name()).collect();
    assert_eq!(names, ["memory"]);
    let memory = others[0].ty().unwrap_memory().clone();
    assert!(!memory.is_64() && !memory.is_shared() && memory.maximum().is_none());
}

/// A module with all the functions of the contract, which give 0, but for some.
fn module_without(left_out: &str) -> String {
    let function = |Signature { name, params, result, .. }: &Signature| {
        let parameters: String = params.iter().map(|parameter| format!(" {}", parameter.kind.wasm())).collect();
        let (result, value) = match result.map(abi::ValueType::wasm) {
            Some(kind) => (format!("(result {kind})"), format!("({kind}.const 0)")),
            None => Default::default(),
        };
        format!("(func (export {name:?}) (param{parameters}) {result} {value})")
    };
    let functions: String = EXPORTS.iter().filter(|export| export.name != left_out).map(function).collect();
    format!("(module (memory (export \"memory\") 1) {functions})")
}

fn start_guest(module: &str) -> Error {
    let started = Instance::start(&compile(module), State::new(Nobody)).and_then(|mut guest| guest.initialize());
    started.expect_err("it is another")
}

#[test]
fn a_module_of_another_contract_is_refused() {
    let of_another_type = "(module (memory (export \"memory\") 1) (func (export \"abi_version\")))";
    for module in ["(module)", of_another_type, &module_without("prepare")] {
        let error = start_guest(module);
        assert!(matches!(&error, Error::AbiMismatch(what) if what.contains("export ")), "{error}");
    }
}

#[test]
fn a_module_of_another_abi_version_is_refused() {
    let error = start_guest(&module_without("none")).to_string();
    assert!(error.contains("its ABI is 0, not 1") && error.contains("build both from one source"), "{error}");
}

fn load(code: &[u8]) -> Error {
    // SAFETY: it comes from these tests.
    unsafe { Engine::load(&artefact::seal(MODULE, code), Settings::default()) }.err().expect("it is refused")
}

#[test]
fn an_artefact_of_another_wasmtime_is_refused() {
    let mut config = Config::new();
    config.module_version(ModuleVersionStrategy::Custom("1.2.3".into())).expect("it is a version");
    let other = wasmtime::Engine::new(&config).expect("wasmtime runs");
    let error = load(&other.precompile_module(b"(module)").expect("it compiles"));
    assert!(matches!(&error, Error::BadArtefact(what) if what.contains("1.2.3")), "{error}");
}

#[test]
fn an_artefact_of_another_architecture_is_refused() {
    let other = if cfg!(target_arch = "aarch64") { "x86_64" } else { "aarch64" };
    let artefact = Engine::artefact_for(&format!("{other}-unknown-linux-gnu"), false).expect("it compiles");
    // SAFETY: it comes from this test.
    let error = unsafe { Engine::load(&artefact, Settings { portable: true, ..Settings::default() }) };
    let error = error.err().expect("it is refused");
    assert!(matches!(&error, Error::BadArtefact(what) if what.contains(other)), "{error}");
}
