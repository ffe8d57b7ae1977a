//! Compares the built module with the contract in `crates/abi`, and makes sure that it runs and looks the same
//! everywhere: no WebAssembly feature that an engine may lack, no path of the machine that built it.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use abi::{EXPORTS, IMPORT_MODULE, Signature};
use wasmparser::types::{EntityType, Types, TypesRef};
use wasmparser::{CompositeInnerType, FuncType, Parser, Payload, ValType, Validator, WasmFeatures};

use support::package;

const LARGEST: usize = 1_500_000;

/// What every engine has had for years. The last two are no proposals: floating-point numbers, and `externref`.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::GC_TYPES);

/// A function's types as text, like `(i32, f64) -> i32`.
fn in_words<'a>(params: impl Iterator<Item = &'a str>, results: impl Iterator<Item = &'a str>) -> String {
    let list = |types: Vec<&str>| types.join(", ");
    format!("({}) -> {}", list(params.collect()), list(results.collect()))
}

fn declared<'a>(table: impl IntoIterator<Item = &'a Signature>) -> BTreeMap<String, String> {
    let describe = |function: &Signature| {
        in_words(
            function.params.iter().map(|param| param.kind.wasm()),
            function.result.iter().map(|result| result.wasm()),
        )
    };
    table.into_iter().map(|function| (function.name.to_owned(), describe(function))).collect()
}

fn value_type(of: &ValType) -> &'static str {
    match of {
        ValType::I32 => "i32",
        ValType::I64 => "i64",
        ValType::F32 => "f32",
        ValType::F64 => "f64",
        ValType::V128 => "v128",
        ValType::Ref(_) => "ref",
    }
}

fn describe(types: TypesRef, entity: EntityType) -> String {
    let EntityType::Func(id) = entity else { return format!("{entity:?}") };
    let CompositeInnerType::Func(function) = &types[id].composite_type.inner else { return "no function".into() };
    let words = |list: &[ValType]| list.iter().map(value_type).collect::<Vec<_>>();
    let of = |function: &FuncType| (words(function.params()), words(function.results()));
    let (params, results) = of(function);
    in_words(params.into_iter(), results.into_iter())
}

fn validated(module: &[u8]) -> Types {
    Validator::new_with_features(FEATURES)
        .validate_all(module)
        .unwrap_or_else(|error| panic!("the module needs more than every engine has: {error}"))
}

#[test]
fn imports_are_those_of_the_contract() {
    let types = validated(&package::module());
    let types = types.as_ref();
    let mut imports = BTreeMap::new();
    for (module, name, entity) in types.core_imports().expect("it is a core module") {
        assert_eq!(module, IMPORT_MODULE, "the module of the import {name}");
        imports.insert(name.to_owned(), describe(types, entity));
    }
    assert_eq!(imports, declared(abi::imports()));
}

#[test]
fn exports_are_those_of_the_contract_and_the_memory() {
    let types = validated(&package::module());
    let types = types.as_ref();
    let (memories, functions): (Vec<_>, Vec<_>) = types
        .core_exports()
        .expect("it is a core module")
        .partition(|(_, entity)| matches!(entity, EntityType::Memory(_)));
    assert_eq!(memories.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["memory"]);
    let functions: BTreeMap<_, _> =
        functions.iter().map(|(name, entity)| ((*name).to_owned(), describe(types, *entity))).collect();
    assert_eq!(functions, declared(EXPORTS));
}

#[test]
fn the_memory_is_one_plain_memory() {
    let types = validated(&package::module());
    let types = types.as_ref();
    assert_eq!(types.memory_count(), 1);
    let memory = types.memory_at(0);
    assert!(!memory.shared && !memory.memory64);
    assert_eq!(memory.maximum, None, "the engine's own limit is the limit");
}

#[test]
fn nothing_runs_before_the_host_asks() {
    let module = package::module();
    let starts = Parser::new(0).parse_all(&module).any(|part| matches!(part, Ok(Payload::StartSection { .. })));
    assert!(!starts, "the module has a start function");
}

#[test]
fn it_is_small() {
    let size = package::module().len();
    assert!(size < LARGEST, "{size} bytes");
}

#[test]
fn it_names_no_machine() {
    let module = package::module();
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate is in tests/native");
    let checkout = checkout.to_str().expect("the path of the checkout is UTF-8");
    let homes = ["root", "home", "Users"].map(|folder| format!("/{folder}/"));
    let others = [":\\Users\\", ".cargo/registry", ".rustup/", checkout];
    for path in homes.iter().map(String::as_str).chain(others) {
        let found = module.windows(path.len()).position(|part| part == path.as_bytes());
        let around = found.map(|at| String::from_utf8_lossy(&module[at..(at + 100).min(module.len())]).into_owned());
        assert_eq!(around, None, "a path of the machine that built the module");
    }
}
