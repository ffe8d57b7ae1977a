//! Branch hints: which way each branch of the module usually goes, as WebAssembly's custom section
//! `metadata.code.branch_hint` tells an engine. LLVM writes none, so they are counted in the finished module.

pub mod counters;
pub mod counts;
pub mod hints;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasmparser::{KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// A function of a module that has names.
pub struct Function {
    pub index: u32,
    pub name: String,
    /// A digest of its instructions' first bytes. Their operands change when other functions do.
    pub digest: u64,
    /// The offsets of its `if` and `br_if` instructions, in bytes from the function's beginning.
    pub branches: Vec<u32>,
}

/// Returns the module's functions in the order of their indices.
pub fn functions(module: &[u8]) -> Result<Vec<Function>> {
    let (mut functions, mut imported, mut named) = (Vec::new(), 0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let (mut digest, mut branches) = (Sha256::new(), Vec::new());
                for operator in body.get_operators_reader()?.into_iter_with_offsets() {
                    let (operator, offset) = operator?;
                    digest.update([module[usize::try_from(offset)?]]);
                    if matches!(operator, Operator::If { .. } | Operator::BrIf { .. }) {
                        branches.push(u32::try_from(offset - body.range().start)?);
                    }
                }
                let digest = u64::from_be_bytes(digest.finalize()[..8].try_into()?);
                let index = imported + u32::try_from(functions.len())?;
                functions.push(Function { index, name: String::new(), digest, branches });
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        let Some(index) = naming.index.checked_sub(imported) else { continue };
                        let function = functions.get_mut(index as usize).context("a name of no function")?;
                        naming.name.clone_into(&mut function.name);
                        named += 1;
                    }
                }
            }
            _ => {}
        }
    }
    ensure!(named == functions.len(), "{named} of {} functions have names", functions.len());
    Ok(functions)
}
