//! `NODE_MODULE_VERSION` of an addon that calls Node when it is loaded. It stands in the record that the addon passes:
//! `int version; unsigned flags; void *handle; const char *file; …`. Nothing names the record, so it is found by its
//! third member, the path of a source file.

use object::elf;
use object::read::elf::{FileHeader, Rel, Rela};
use object::{Endian, Endianness, ReadRef};

use super::symbols::slice;
use super::tables::Tables;

/// How source files end.
const SOURCES: [&[u8]; 6] = [b".cc", b".cpp", b".cxx", b".c", b".mm", b".rs"];

/// The longest path of a source file that is expected.
const MAX_PATH: u64 = 4096;

/// Returns the version, if exactly one version fits.
pub fn module_version<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Option<u32> {
    let mut found: Vec<u32> =
        pointers(tables).filter(|(_, to)| is_source(tables, *to)).filter_map(|(at, _)| version(tables, at)).collect();
    found.sort_unstable();
    found.dedup();
    if let [version] = found[..] { Some(version) } else { None }
}

/// Returns the pointers that the loader relocates: where they are, and where they point to.
fn pointers<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> impl Iterator<Item = (u64, u64)> {
    let rela = slice::<E::Rela>(tables.between(elf::DT_RELA, elf::DT_RELASZ).unwrap_or_default());
    let with_addend = rela.iter().map(|relocation| {
        let addend: i64 = relocation.r_addend(tables.endian).into();
        (relocation.r_offset(tables.endian).into(), addend.cast_unsigned())
    });
    let rel = slice::<E::Rel>(tables.between(elf::DT_REL, elf::DT_RELSZ).unwrap_or_default());
    let in_place = rel.iter().filter_map(|relocation| {
        let at = relocation.r_offset(tables.endian).into();
        Some((at, number(tables, at)?.into()))
    });
    with_addend.chain(in_place)
}

fn is_source<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(tables: &Tables<'a, E, R>, address: u64) -> bool {
    let bytes =
        (0..).map_while(|index| (index < MAX_PATH).then(|| tables.at(address.checked_add(index)?, 1)).flatten());
    let path: Vec<u8> = bytes.map(|byte| byte[0]).take_while(|byte| byte.is_ascii_graphic() || *byte == b' ').collect();
    SOURCES.iter().any(|ending| path.ends_with(ending))
}

/// Returns the first member of the record whose third member is at an address.
fn version<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
    file: u64,
) -> Option<u32> {
    let record = file.checked_sub(8 + size_of::<E::Word>() as u64)?;
    let flags = number(tables, record.checked_add(4)?)?;
    number(tables, record).filter(|version| flags < 8 && (11..1000).contains(version))
}

fn number<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(tables: &Tables<'a, E, R>, at: u64) -> Option<u32> {
    Some(tables.endian.read_u32(tables.at(at, 4)?.try_into().ok()?))
}
