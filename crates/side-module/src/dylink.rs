//! The section `dylink.0`, by which clang's linker says what a side module demands.

use crate::reader::{Malformed, Reader};
use crate::refusal::Refusal;

/// What a side module demands of the guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Bytes of memory, which begin as zeros.
    pub memory: u32,
    /// Alignment of the memory, a power of two.
    pub align: u32,
    /// Elements of the table.
    pub table: u32,
}

/// Most memory that an extension may demand in advance. More would be a damaged number, or should be allocated when it
/// is needed, because the guest's memory never shrinks.
const MAX_MEMORY: u32 = 64 << 20;

/// Largest alignment, as the power of two: a page of WebAssembly memory.
const MAX_ALIGN: u32 = 16;

const NOT_SIDE_MODULE: &str = "is a WebAssembly module, but no SQLite extension: it does not begin with the section \
    dylink.0, which clang writes with -fPIC and -shared";

/// Parts of the section.
const MEMORY_INFO: u8 = 1;
const NEEDED: u8 = 2;

/// Reads the section, which must be the module's first.
pub fn read(module: &mut Reader<'_>) -> Result<Demand, Refusal> {
    if module.is_empty() || module.byte()? != 0 {
        return Err(NOT_SIDE_MODULE.into());
    }
    let mut section = Reader::new(module.piece()?);
    if section.name()? != "dylink.0" {
        return Err(NOT_SIDE_MODULE.into());
    }
    let mut demand = None;
    while !section.is_empty() {
        let part = section.byte()?;
        let mut content = Reader::new(section.piece()?);
        match part {
            MEMORY_INFO if demand.is_some() => return Err(Malformed.into()),
            MEMORY_INFO => demand = Some(memory_info(content)?),
            NEEDED => require_none(&mut content)?,
            _ => {}
        }
    }
    demand.ok_or_else(|| "is damaged: its section dylink.0 does not say what memory it needs".into())
}

fn memory_info(mut content: Reader<'_>) -> Result<Demand, Refusal> {
    let (memory, align, table, table_align) = (content.u32()?, content.u32()?, content.u32()?, content.u32()?);
    if !content.is_empty() {
        return Err(Malformed.into());
    }
    if memory > MAX_MEMORY {
        return Err(format!("demands {memory} bytes of memory, more than the {MAX_MEMORY} that it may have").into());
    }
    if align > MAX_ALIGN || table_align != 0 {
        return Err("demands an alignment that is not supported".into());
    }
    Ok(Demand { memory, align: 1 << align, table })
}

fn require_none(libraries: &mut Reader<'_>) -> Result<(), Refusal> {
    if libraries.u32()? == 0 {
        return Ok(());
    }
    let library = libraries.name()?;
    Err(format!("needs the library {library}, and libraries of extensions are not loaded: link it in").into())
}
