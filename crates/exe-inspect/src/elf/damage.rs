//! Finds ELF files that are cut short or partly zeros, as interrupted downloads and copies leave them. Loading such a
//! file may kill the process.

use object::elf;
use object::read::elf::{FileHeader, ProgramHeader, SectionHeader};
use object::{Endianness, ReadRef};

use super::tables::Tables;
use crate::report::Damage;

/// Fails if what is mapped into memory is incomplete.
pub fn of_segments<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Result<(), Damage> {
    let size = tables.data.len().unwrap_or(0);
    let ends = tables.loaded().map(|segment| {
        let (offset, bytes) = segment.file_range(tables.endian);
        offset.saturating_add(bytes)
    });
    let needs = ends.max().unwrap_or(0);
    if needs > size {
        return Err(Damage::Cut { needs });
    }
    // The loader would find no table, and use what it has not found.
    if tables.declares_dynamic() && tables.value(elf::DT_SYMTAB).is_none() {
        return Err(Damage::Zeroed);
    }
    Ok(())
}

/// Fails if the section headers, which linkers write last and loaders do not read, are incomplete.
pub fn of_sections<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
    header: &E,
) -> Result<(), Damage> {
    let (offset, count): (u64, u16) = (header.e_shoff(tables.endian).into(), header.e_shnum(tables.endian));
    if offset == 0 {
        return Ok(());
    }
    let needs = offset.saturating_add(u64::from(count) * u64::from(header.e_shentsize(tables.endian)));
    if needs > tables.data.len().unwrap_or(0) {
        return Err(Damage::TailCut { needs });
    }
    let sections = header.section_headers(tables.endian, tables.data).unwrap_or_default();
    let is_null = |section: &E::SectionHeader| section.sh_type(tables.endian) == elf::SHT_NULL;
    if sections.len() > 1 && sections.iter().all(is_null) { Err(Damage::Zeroed) } else { Ok(()) }
}
