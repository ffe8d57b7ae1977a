//! The symbols of an ELF image: what it imports and exports.

use std::collections::HashSet;

use object::elf;
use object::read::elf::{FileHeader, GnuHashTable, HashTable, Rel, Rela, Sym};
use object::{Endianness, ReadRef};

use super::tables::Tables;
use crate::report::{Damage, Import};

/// The dynamic symbol table.
pub struct Symbols<'a, E: FileHeader<Endian = Endianness>> {
    entries: &'a [E::Sym],
}

impl<'a, E: FileHeader<Endian = Endianness>> Symbols<'a, E> {
    /// Reads the table. An image without dynamic table has no symbols.
    pub fn read<R: ReadRef<'a>>(tables: &Tables<'a, E, R>) -> Result<Self, Damage> {
        let Some(address) = tables.value(elf::DT_SYMTAB) else {
            return Ok(Self { entries: &[] });
        };
        let malformed = || Damage::Malformed { what: "the table of symbols".into() };
        let count = count(tables).ok_or_else(malformed)?;
        let size = count.checked_mul(size_of::<E::Sym>() as u64).ok_or_else(malformed)?;
        let bytes = tables.at(address, size).ok_or_else(malformed)?;
        let count = usize::try_from(count).map_err(|_| malformed())?;
        let (entries, _) = object::pod::slice_from_bytes(bytes, count).map_err(|()| malformed())?;
        Ok(Self { entries })
    }

    /// Returns the symbols that others must define, without weak ones, which may be missing.
    pub fn imports<R: ReadRef<'a>>(&self, tables: &Tables<'a, E, R>) -> Vec<Import> {
        let bound = bound_at_load(tables);
        let undefined = self.entries.iter().enumerate().skip(1).filter(|(_, symbol)| {
            symbol.st_shndx(tables.endian) == elf::SHN_UNDEF && symbol.st_bind() == elf::STB_GLOBAL
        });
        let imports = undefined.filter_map(|(index, symbol)| {
            let name = tables.text(symbol.st_name(tables.endian).into())?;
            Some(Import { name, at_load: bound.as_ref().is_none_or(|bound| bound.contains(&index)) })
        });
        imports.filter(|import| !import.name.is_empty()).collect()
    }

    /// Returns the names of the symbols that others may use.
    pub fn exports<R: ReadRef<'a>>(&self, tables: &Tables<'a, E, R>) -> Vec<String> {
        self.definitions(tables).map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect()
    }

    /// Returns the address of an exported symbol.
    pub fn address<R: ReadRef<'a>>(&self, tables: &Tables<'a, E, R>, name: &str) -> Option<u64> {
        let (_, symbol) = self.definitions(tables).find(|(other, _)| *other == name.as_bytes())?;
        Some(symbol.st_value(tables.endian).into())
    }

    /// Returns the symbols that others may use, by name.
    pub fn definitions<R: ReadRef<'a>>(
        &self,
        tables: &Tables<'a, E, R>,
    ) -> impl Iterator<Item = (&'a [u8], &'a E::Sym)> {
        let defined =
            self.entries.iter().skip(1).filter(|symbol| {
                symbol.st_shndx(tables.endian) != elf::SHN_UNDEF && symbol.st_bind() != elf::STB_LOCAL
            });
        defined.filter_map(|symbol| Some((tables.text_bytes(symbol.st_name(tables.endian).into())?, symbol)))
    }
}

/// Returns how many symbols there are. Only the hash tables know.
fn count<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(tables: &Tables<'a, E, R>) -> Option<u64> {
    if let Some(bytes) = tables.value(elf::DT_HASH).and_then(|address| tables.from(address)) {
        return HashTable::<E>::parse(tables.endian, bytes).ok().map(|table| table.symbol_table_length().into());
    }
    let bytes = tables.from(tables.value(elf::DT_GNU_HASH)?)?;
    let table = GnuHashTable::<E>::parse(tables.endian, bytes).ok()?;
    // A table without entries has no length. Then all symbols are imports, to which relocations refer.
    let last = || relocated(tables).chain(relocated_late(tables)).max().map_or(0, u64::from);
    Some(table.symbol_table_length(tables.endian).map_or_else(|| last() + 1, u64::from))
}

/// Returns the indices of the symbols that are bound when the image is loaded, or `None` if all are.
fn bound_at_load<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Option<HashSet<usize>> {
    let flag = |tag, flag: u32| tables.value(tag).is_some_and(|flags| flags & u64::from(flag) != 0);
    if tables.value(elf::DT_BIND_NOW).is_some()
        || flag(elf::DT_FLAGS, elf::DF_BIND_NOW)
        || flag(elf::DT_FLAGS_1, elf::DF_1_NOW)
    {
        return None;
    }
    Some(relocated(tables).map(|index| index as usize).collect())
}

/// Returns the indices of the symbols that are bound at load, in relocations.
fn relocated<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> impl Iterator<Item = u32> {
    let with_addend = tables.between(elf::DT_RELA, elf::DT_RELASZ).unwrap_or_default();
    let without = tables.between(elf::DT_REL, elf::DT_RELSZ).unwrap_or_default();
    indices::<E>(tables.endian, with_addend, without)
}

/// Returns the indices of the symbols that are bound when they are called first.
fn relocated_late<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> impl Iterator<Item = u32> {
    let bytes = tables.between(elf::DT_JMPREL, elf::DT_PLTRELSZ).unwrap_or_default();
    let have_addend = tables.value(elf::DT_PLTREL).is_some_and(|kind| kind.cast_signed() == elf::DT_RELA);
    let (with_addend, without) = if have_addend { (bytes, &[][..]) } else { (&[][..], bytes) };
    indices::<E>(tables.endian, with_addend, without)
}

fn indices<'a, E: FileHeader<Endian = Endianness>>(
    endian: Endianness,
    with_addend: &'a [u8],
    without: &'a [u8],
) -> impl Iterator<Item = u32> {
    let with_addend = slice::<E::Rela>(with_addend).iter().map(move |relocation| relocation.r_sym(endian, false));
    with_addend.chain(slice::<E::Rel>(without).iter().map(move |relocation| relocation.r_sym(endian)))
}

/// Returns the whole records in some bytes.
pub fn slice<T: object::Pod>(bytes: &[u8]) -> &[T] {
    object::pod::slice_from_bytes(bytes, bytes.len() / size_of::<T>()).map_or(&[], |(records, _)| records)
}
