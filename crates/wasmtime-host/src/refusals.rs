//! Modules that do not match the contract, and precompiled modules of another wasmtime or CPU, are refused.

use abi::{EXPORTS, Signature};
use wasmtime::{Config, Module, ModuleVersionStrategy};

use super::callbacks::Nobody;
use super::engine::{MODULE, start};
use super::{Engine, Instance, Settings, State, artefact};
use crate::error::Error;

fn compile(module: impl AsRef<[u8]>) -> Engine {
    let engine = start(Settings::default()).expect("wasmtime runs");
    let module = Module::new(&engine, module).expect("it is a module");
    Engine::new(engine, module, Settings::default())
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
    for module in ["(module)", of_another_type, &module_without("stmt_prepare")] {
        let error = start_guest(module);
        assert!(matches!(&error, Error::AbiMismatch(what) if what.contains("export ")), "{error}");
    }
}

#[test]
fn a_module_of_another_abi_version_is_refused() {
    let error = start_guest(&module_without("none")).to_string();
    assert!(error.contains("its ABI is 0, not 2") && error.contains("build both from one source"), "{error}");
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
