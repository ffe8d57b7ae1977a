//! A side module: what it declares about itself, checked before anything of it runs.
//!
//! The engine validates the code. This file reads what decides where the module writes before its code runs: the memory
//! and the part of the table that it demands (`dylink.0`), and its segments, which must lie within them.

use crate::dylink::{self, Demand};
use crate::reader::{Malformed, Reader};
use crate::refusal::Refusal;

/// What an import or an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A function, by the index of its type.
    Function(u32),
    /// A table.
    Table,
    /// A memory.
    Memory,
    /// A global of an address.
    Global {
        /// Whether the module may change it.
        mutable: bool,
    },
    /// Anything else.
    Other,
}

/// An import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import<'a> {
    /// The name of its module.
    pub module: &'a str,
    /// Its own name.
    pub name: &'a str,
    /// What it is.
    pub kind: Kind,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// A function, and whether it is a `void f(void)` or an entry point of an extension.
    Function(Shape),
    /// An object at an offset from the module's memory.
    Data(u32),
    /// Anything else.
    Other,
}

/// A function type that the loader calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `void f(void)`
    Procedure,
    /// `int f(sqlite3 *, char **, const sqlite3_api_routines *)`
    EntryPoint,
    /// Any other.
    Other,
}

/// A side module, without its code.
#[derive(Debug, Default)]
pub struct SideModule<'a> {
    /// What it demands of the guest.
    pub demand: Demand,
    /// Its imports.
    pub imports: Vec<Import<'a>>,
    exports: Vec<(&'a str, u8, u32)>,
    types: Vec<Shape>,
    /// The types of all functions: the imported ones, then the module's own.
    functions: Vec<u32>,
    /// The values of the module's own globals, `None` unless constant.
    globals: Vec<Option<u32>>,
}

const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

/// Types of values, as the binary format numbers them.
const I32: u8 = 0x7f;
const FUNCREF: u8 = 0x70;

const I32_CONST: u8 = 0x41;
const GLOBAL_GET: u8 = 0x23;
const END: u8 = 0x0b;

impl<'a> SideModule<'a> {
    /// Reads a module.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut reader = Reader::new(bytes.strip_prefix(MAGIC).ok_or("is not a WebAssembly module")?);
        let mut module = Self { demand: dylink::read(&mut reader)?, ..Self::default() };
        let mut last = 0;
        while !reader.is_empty() {
            let id = reader.byte()?;
            let section = Reader::new(reader.piece()?);
            if id != 0 {
                let order = order(id).ok_or(Malformed)?;
                if order <= last {
                    return Err(Malformed.into());
                }
                last = order;
            }
            module.section(id, section)?;
        }
        if module.demand.table as usize > module.functions.len() {
            return Err("is damaged: it demands more of the table than it has functions".into());
        }
        Ok(module)
    }

    fn section(&mut self, id: u8, section: Reader<'a>) -> Result<(), Refusal> {
        match id {
            1 => self.read_types(section)?,
            2 => self.read_imports(section)?,
            3 => self.read_functions(section)?,
            4 => return Err("has a table of its own, as no extension has".into()),
            5 => return Err("has a memory of its own, as no extension has".into()),
            6 => self.read_globals(section)?,
            7 => self.read_exports(section)?,
            9 => self.check_elements(section)?,
            11 => self.check_data(section)?,
            _ => {}
        }
        Ok(())
    }

    fn read_types(&mut self, mut section: Reader<'a>) -> Result<(), Refusal> {
        for _ in 0..section.u32()? {
            if section.byte()? != 0x60 {
                return Err("has types that C functions do not have".into());
            }
            let (parameters, results) = (section.piece()?, section.piece()?);
            self.types.push(match (parameters, results) {
                ([], []) => Shape::Procedure,
                ([I32, I32, I32], [I32]) => Shape::EntryPoint,
                _ => Shape::Other,
            });
        }
        Ok(())
    }

    fn read_imports(&mut self, mut section: Reader<'a>) -> Result<(), Malformed> {
        for _ in 0..section.u32()? {
            let (module, name) = (section.name()?, section.name()?);
            let kind = import_kind(&mut section)?;
            if let Kind::Function(of_type) = kind {
                self.functions.push(of_type);
            }
            self.imports.push(Import { module, name, kind });
        }
        Ok(())
    }

    fn read_functions(&mut self, mut section: Reader<'a>) -> Result<(), Malformed> {
        for _ in 0..section.u32()? {
            self.functions.push(section.u32()?);
        }
        Ok(())
    }

    fn read_globals(&mut self, mut section: Reader<'a>) -> Result<(), Malformed> {
        for _ in 0..section.u32()? {
            let (value_type, mutable) = (section.byte()?, section.byte()?);
            let value = constant(&mut section)?;
            self.globals.push(value.filter(|_| value_type == I32 && mutable == 0));
        }
        Ok(())
    }

    fn read_exports(&mut self, mut section: Reader<'a>) -> Result<(), Malformed> {
        for _ in 0..section.u32()? {
            self.exports.push((section.name()?, section.byte()?, section.u32()?));
        }
        Ok(())
    }

    /// Checks that element segments fill no more of the table than the module demands.
    fn check_elements(&self, mut section: Reader<'a>) -> Result<(), Refusal> {
        for _ in 0..section.u32()? {
            let flags = section.u32()?;
            if flags != 0 && flags != 2 {
                return Err("fills the table in a way that is not supported".into());
            }
            if flags == 2 && section.u32()? != 0 {
                return Err(Malformed.into());
            }
            self.require_base(&mut section, "__table_base")?;
            if flags == 2 && section.byte()? != 0 {
                return Err("fills the table in a way that is not supported".into());
            }
            let count = section.u32()?;
            for _ in 0..count {
                section.u32()?;
            }
            if count > self.demand.table {
                return Err("is damaged: it fills more of the table than it demands".into());
            }
        }
        Ok(())
    }

    /// Checks that data segments fill no more memory than the module demands.
    fn check_data(&self, mut section: Reader<'a>) -> Result<(), Refusal> {
        for _ in 0..section.u32()? {
            match section.u32()? {
                0 => self.require_base(&mut section, "__memory_base")?,
                // A passive segment, which only code copies.
                1 => {
                    section.piece()?;
                    continue;
                }
                _ => return Err("fills memory in a way that is not supported".into()),
            }
            if section.piece()?.len() > self.demand.memory as usize {
                return Err("is damaged: it fills more memory than it demands".into());
            }
        }
        Ok(())
    }

    /// Reads the offset of a segment, which must be a base and nothing else.
    fn require_base(&self, section: &mut Reader<'a>, base: &str) -> Result<(), Refusal> {
        if section.byte()? != GLOBAL_GET {
            return Err("fills memory or the table at a place of its own choice: compile it with -fPIC".into());
        }
        let index = section.u32()? as usize;
        let mut globals = self.imports.iter().filter(|import| matches!(import.kind, Kind::Global { .. }));
        let is_base = globals.nth(index).is_some_and(|import| import.module == "env" && import.name == base);
        if !is_base || section.byte()? != END {
            return Err("fills memory or the table at a place of its own choice: compile it with -fPIC".into());
        }
        Ok(())
    }

    /// Returns what a name stands for.
    pub fn export(&self, name: &str) -> Option<Exported> {
        let &(_, kind, index) = self.exports.iter().find(|(exported, ..)| *exported == name)?;
        let imported = self.imports.iter().filter(|import| matches!(import.kind, Kind::Global { .. })).count();
        let own_global = || (index as usize).checked_sub(imported).and_then(|own| self.globals.get(own));
        Some(match kind {
            0 => Exported::Function(self.shape(index)),
            3 => own_global().copied().flatten().map_or(Exported::Other, Exported::Data),
            _ => Exported::Other,
        })
    }

    /// Returns the names of the functions that have the type of an entry point.
    pub fn entry_points(&self) -> impl Iterator<Item = &'a str> {
        let of_type = |&&(_, kind, index): &&(&str, u8, u32)| kind == 0 && self.shape(index) == Shape::EntryPoint;
        self.exports.iter().filter(of_type).map(|&(name, ..)| name)
    }

    fn shape(&self, function: u32) -> Shape {
        let of_type = self.functions.get(function as usize).and_then(|of_type| self.types.get(*of_type as usize));
        of_type.copied().unwrap_or(Shape::Other)
    }
}

/// Returns where a section stands among the others, `None` for an unknown one. The tag section follows the memories,
/// the count of data segments precedes the code.
const fn order(id: u8) -> Option<u8> {
    match id {
        1..=5 => Some(id),
        13 => Some(6),
        6..=9 => Some(id + 1),
        12 => Some(11),
        10 | 11 => Some(id + 2),
        _ => None,
    }
}

fn import_kind(section: &mut Reader<'_>) -> Result<Kind, Malformed> {
    Ok(match section.byte()? {
        0 => Kind::Function(section.u32()?),
        1 => {
            let element = section.byte()?;
            skip_limits(section)?;
            if element == FUNCREF { Kind::Table } else { Kind::Other }
        }
        2 => {
            skip_limits(section)?;
            Kind::Memory
        }
        3 => match (section.byte()?, section.byte()?) {
            (I32, mutable) => Kind::Global { mutable: mutable == 1 },
            _ => Kind::Other,
        },
        4 => {
            section.byte()?;
            section.u32()?;
            Kind::Other
        }
        _ => return Err(Malformed),
    })
}

fn skip_limits(section: &mut Reader<'_>) -> Result<(), Malformed> {
    let has_maximum = section.byte()? & 1 != 0;
    section.skip_number()?;
    if has_maximum { section.skip_number() } else { Ok(()) }
}

/// Reads an expression. Returns its value if it is a constant address.
fn constant(section: &mut Reader<'_>) -> Result<Option<u32>, Malformed> {
    let mut value = None;
    for position in 0.. {
        match section.byte()? {
            END => break,
            I32_CONST if position == 0 => value = Some(section.i32()?.cast_unsigned()),
            opcode => {
                value = None;
                skip_operand(section, opcode)?;
            }
        }
    }
    Ok(value)
}

/// Skips what follows an instruction of a constant expression.
fn skip_operand(section: &mut Reader<'_>, opcode: u8) -> Result<(), Malformed> {
    match opcode {
        // i32.const, i64.const, global.get, ref.null, ref.func
        I32_CONST | 0x42 | GLOBAL_GET | 0xd0 | 0xd2 => section.skip_number(),
        // f32.const, f64.const
        0x43 => section.bytes(4).map(drop),
        0x44 => section.bytes(8).map(drop),
        // Sums, differences and products of i32 and i64.
        0x6a..=0x6c | 0x7c..=0x7e => Ok(()),
        // v128.const
        0xfd => {
            section.skip_number()?;
            section.bytes(16).map(drop)
        }
        _ => Err(Malformed),
    }
}
