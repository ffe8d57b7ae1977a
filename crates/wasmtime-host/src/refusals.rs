//! Tests: modules of another contract, and precompiled modules of another wasmtime or CPU, are refused.

use abi::{EXPORTS, Signature};
use wasmtime::{Config, Module, ModuleVersionStrategy};

use crate::callbacks::NoCallbacks;
use crate::engine::{MODULE, configure};
use crate::{Engine, EngineError, Error, Instance, Settings, State, precompiled};

fn compile(module: impl AsRef<[u8]>) -> Engine {
    let engine = configure(Settings::default()).expect("wasmtime runs");
    let module = Module::new(&engine, module).expect("it is a module");
    Engine::new(engine, module, Settings::default()).expect("it needs no thread")
}

/// Returns a module that exports the functions of the contract, all of which return 0, except `left_out`.
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

/// Returns the error of starting a guest.
fn start_error(module: &str) -> Error {
    let started = Instance::start(&compile(module), State::new(NoCallbacks)).and_then(|mut guest| guest.initialize());
    started.expect_err("the module is refused")
}

#[test]
fn a_module_of_another_contract_is_refused() {
    let of_another_type = "(module (memory (export \"memory\") 1) (func (export \"abi_version\")))";
    for module in ["(module)", of_another_type, &module_without("stmt_prepare")] {
        let error = start_error(module);
        let Error::Engine(EngineError::AbiMismatch(reason)) = &error else { panic!("{error}") };
        assert!(reason.contains("export "), "{error}");
    }
}

#[test]
fn a_module_of_another_abi_version_is_refused() {
    let error = start_error(&module_without("none")).to_string();
    assert!(error.contains("its ABI is 0, not 2") && error.contains("build both from one source"), "{error}");
}

#[test]
fn a_precompiled_module_of_another_wasmtime_is_refused() {
    let mut config = Config::new();
    config.module_version(ModuleVersionStrategy::Custom("1.2.3".into())).expect("it is a version");
    let other = wasmtime::Engine::new(&config).expect("wasmtime runs");
    let code = other.precompile_module(b"(module)").expect("the module compiles");
    // SAFETY: this test made the code.
    let error = unsafe { Engine::load(&precompiled::seal(MODULE, &code), Settings::default()) }.err();
    let error = error.expect("the module is refused");
    assert!(matches!(&error, EngineError::BadPrecompiled(reason) if reason.contains("1.2.3")), "{error}");
}

#[test]
fn a_precompiled_module_of_another_architecture_is_refused() {
    let other = if cfg!(target_arch = "aarch64") { "x86_64" } else { "aarch64" };
    let foreign = Engine::precompile_for(&format!("{other}-unknown-linux-gnu"), false).expect("the module compiles");
    // SAFETY: this test made the code.
    let error = unsafe { Engine::load(&foreign, Settings { portable: true, ..Settings::default() }) }.err();
    let error = error.expect("the module is refused");
    assert!(matches!(&error, EngineError::BadPrecompiled(reason) if reason.contains(other)), "{error}");
}
