//! Asserts that SQLite's C code has no `memory.copy` and no `memory.fill`. V8 leaves the generated code for each of
//! them, and clang emits them unless two of its features are off.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use wasmparser::{KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// The functions of libc/memory.c that copy and fill long pieces.
const OF_MEMORY_C: [&str; 5] = ["copy_long", "fill_long", "memcpy", "memmove", "memset"];
/// The functions of Rust that C calls, which have names of C.
const RUST_FOR_C: [&str; 1] = ["localtime"];

/// Checks a linked module that still has its names. Rust may use the instructions: it copies long pieces, and seldom.
pub fn check(module: &[u8]) -> Result<()> {
    let (names, users) = read(module)?;
    ensure!(!names.is_empty(), "the linked module has no names of functions: profile wasm must not strip symbols");
    let name = |index: &u32| names.get(index).map_or("(unnamed)", String::as_str);
    let undesired: Vec<_> =
        users.iter().map(name).filter(|name| !is_rust(name) && !OF_MEMORY_C.contains(name)).collect();
    ensure!(undesired.is_empty(), "memory.copy or memory.fill in {}: see sqlite.toml", undesired.join(", "));
    Ok(())
}

fn is_rust(name: &str) -> bool {
    let mangled = name.starts_with("_R") || name.starts_with("_ZN");
    mangled || RUST_FOR_C.contains(&name) || abi::EXPORTS.iter().any(|function| function.name == name)
}

/// Returns the functions' names by index, and the indices of those that contain either instruction.
fn read(module: &[u8]) -> Result<(HashMap<u32, String>, Vec<u32>)> {
    let (mut names, mut users, mut index) = (HashMap::new(), Vec::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    index += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    if matches!(operator?, Operator::MemoryCopy { .. } | Operator::MemoryFill { .. }) {
                        users.push(index);
                        break;
                    }
                }
                index += 1;
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index, naming.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    Ok((names, users))
}
