//! Reads the functions of a module that has their names.

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
    /// Whether it has a `memory.copy` or a `memory.fill`.
    pub has_bulk_memory: bool,
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
                let (mut digest, mut branches, mut has_bulk_memory) = (Sha256::new(), Vec::new(), false);
                for operator in body.get_operators_reader()?.into_iter_with_offsets() {
                    let (operator, offset) = operator?;
                    digest.update([module[usize::try_from(offset)?]]);
                    match operator {
                        Operator::If { .. } | Operator::BrIf { .. } => {
                            branches.push(u32::try_from(offset - body.range().start)?);
                        }
                        Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => has_bulk_memory = true,
                        _ => {}
                    }
                }
                let digest = u64::from_be_bytes(digest.finalize()[..8].try_into()?);
                let index = imported + u32::try_from(functions.len())?;
                functions.push(Function { index, name: String::new(), digest, branches, has_bulk_memory });
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
