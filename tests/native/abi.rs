//! Compares the built module with the contract in `crates/abi`, and checks that it runs on every engine and is the same
//! on every build machine: it uses no WebAssembly feature that an engine may lack and contains no path of the machine.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use abi::{EXPORTS, IMPORT_MODULE, MEMORY, STACK_POINTER, Signature, TABLE};
use wasmparser::types::{EntityType, Types, TypesRef};
use wasmparser::{CompositeInnerType, Parser, Payload, ValType, Validator, WasmFeatures};

use support::package;

const MAX_SIZE: usize = 1_500_000;

/// The features that every engine has had for years. The last two are not proposals: they stand for floating-point
/// numbers and `externref`.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::GC_TYPES);

/// Returns a function's type as text, such as `(i32, f64) -> i32`.
fn signature_text<'a>(params: impl Iterator<Item = &'a str>, results: impl Iterator<Item = &'a str>) -> String {
    let list = |types: Vec<&str>| types.join(", ");
    format!("({}) -> {}", list(params.collect()), list(results.collect()))
}

/// Returns the signatures of the contract as text, by function name.
fn declared<'a>(table: impl IntoIterator<Item = &'a Signature>) -> BTreeMap<String, String> {
    let describe = |function: &Signature| {
        signature_text(
            function.params.iter().map(|param| param.kind.wasm()),
            function.result.iter().map(|result| result.wasm()),
        )
    };
    table.into_iter().map(|function| (function.name.to_owned(), describe(function))).collect()
}

fn value_type(kind: &ValType) -> &'static str {
    match kind {
        ValType::I32 => "i32",
        ValType::I64 => "i64",
        ValType::F32 => "f32",
        ValType::F64 => "f64",
        ValType::V128 => "v128",
        ValType::Ref(_) => "ref",
    }
}

/// Returns the type of an import or export of the module as text.
fn describe(types: TypesRef, entity: EntityType) -> String {
    let EntityType::Func(id) = entity else { return format!("{entity:?}") };
    let CompositeInnerType::Func(function) = &types[id].composite_type.inner else { return "not a function".into() };
    signature_text(function.params().iter().map(value_type), function.results().iter().map(value_type))
}

/// Returns what an export is, if it is one that the contract may have.
fn kind(entity: &EntityType) -> &'static str {
    match entity {
        EntityType::Memory(_) => "memory",
        EntityType::Table(table) if table.maximum.is_none() => "growing table",
        EntityType::Global(global) if global.mutable => "variable",
        _ => "something else",
    }
}

fn validated(module: &[u8]) -> Types {
    Validator::new_with_features(FEATURES)
        .validate_all(module)
        .unwrap_or_else(|error| panic!("the module needs a feature that an engine may lack: {error}"))
}

#[test]
fn the_module_imports_exactly_the_contract() {
    let types = validated(&package::module());
    let types = types.as_ref();
    let mut imports = BTreeMap::new();
    for (module, name, entity) in types.core_imports().expect("the module is a core module") {
        assert_eq!(module, IMPORT_MODULE, "the module name of the import {name}");
        imports.insert(name.to_owned(), describe(types, entity));
    }
    assert_eq!(imports, declared(abi::imports()));
}

#[test]
fn the_module_exports_exactly_the_contract_and_what_extensions_share() {
    let types = validated(&package::module());
    let types = types.as_ref();
    let (functions, others): (Vec<_>, Vec<_>) = types
        .core_exports()
        .expect("the module is a core module")
        .partition(|(_, entity)| matches!(entity, EntityType::Func(_)));
    let others: BTreeMap<_, _> = others.iter().map(|(name, entity)| (*name, kind(entity))).collect();
    let shared = BTreeMap::from([(MEMORY, "memory"), (TABLE, "growing table"), (STACK_POINTER, "variable")]);
    assert_eq!(others, shared);
    let functions: BTreeMap<_, _> =
        functions.iter().map(|(name, entity)| ((*name).to_owned(), describe(types, *entity))).collect();
    assert_eq!(functions, declared(EXPORTS));
}

#[test]
fn the_module_has_one_memory_without_a_maximum() {
    let types = validated(&package::module());
    let types = types.as_ref();
    assert_eq!(types.memory_count(), 1);
    let memory = types.memory_at(0);
    assert!(!memory.shared && !memory.memory64);
    assert_eq!(memory.maximum, None, "only the engine limits the memory");
}

#[test]
fn the_module_has_no_start_function() {
    let module = package::module();
    let starts = Parser::new(0).parse_all(&module).any(|part| matches!(part, Ok(Payload::StartSection { .. })));
    assert!(!starts, "the module has a start function");
}

#[test]
fn the_module_is_below_its_maximum_size() {
    let size = package::module().len();
    assert!(size < MAX_SIZE, "{size} bytes");
}

#[test]
fn the_module_contains_no_path_of_the_build_machine() {
    let module = package::module();
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate is in tests/native");
    let checkout = checkout.to_str().expect("the path of the checkout is UTF-8");
    let homes = ["root", "home", "Users"].map(|folder| format!("/{folder}/"));
    let others = [":\\Users\\", ".cargo/registry", ".rustup/", checkout];
    for path in homes.iter().map(String::as_str).chain(others) {
        let found = module.windows(path.len()).position(|part| part == path.as_bytes());
        let excerpt = found.map(|at| String::from_utf8_lossy(&module[at..(at + 100).min(module.len())]).into_owned());
        assert_eq!(excerpt, None, "a path of the machine that built the module");
    }
}
