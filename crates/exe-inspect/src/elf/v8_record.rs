//! `NODE_MODULE_VERSION` of an addon that calls Node when it is loaded. It stands in the record that the addon passes:
//! `int version; unsigned flags; void *handle; const char *file; …`. Nothing names the record, so it is found by its
//! fourth member, the path of a source file.

use object::elf;
use object::read::elf::{FileHeader, ProgramHeader, Rel, Rela};
use object::{Endian, Endianness, ReadRef};

use super::symbols::slice;
use super::tables::Tables;

/// How source files end.
const SOURCES: [&[u8]; 6] = [b".cc", b".cpp", b".cxx", b".c", b".mm", b".rs"];

/// The longest path of a source file that is expected.
const MAX_PATH: usize = 4096;

/// Returns the version, if exactly one version fits.
pub fn module_version<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Option<u32> {
    let memory = Memory::read(tables);
    let sources = pointers(tables, &memory).filter(|(_, to)| memory.is_source(*to));
    let mut found: Vec<u32> = sources.filter_map(|(at, _)| memory.version(at, size_of::<E::Word>() as u64)).collect();
    found.sort_unstable();
    found.dedup();
    if let [version] = found[..] { Some(version) } else { None }
}

/// Returns the pointers that the loader relocates: where they are, and where they point to.
fn pointers<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
    memory: &Memory<'a>,
) -> impl Iterator<Item = (u64, u64)> {
    let endian = tables.endian;
    let rela = slice::<E::Rela>(tables.between(elf::DT_RELA, elf::DT_RELASZ).unwrap_or_default());
    let with_addend = rela.iter().map(move |relocation| {
        let addend: i64 = relocation.r_addend(endian).into();
        (relocation.r_offset(endian).into(), addend.cast_unsigned())
    });
    let rel = slice::<E::Rel>(tables.between(elf::DT_REL, elf::DT_RELSZ).unwrap_or_default());
    let in_place = rel.iter().filter_map(move |relocation| {
        let at = relocation.r_offset(endian).into();
        Some((at, memory.number(at)?.into()))
    });
    with_addend.chain(in_place)
}

/// What is mapped into memory, by address.
struct Memory<'a> {
    endian: Endianness,
    segments: Vec<(u64, &'a [u8])>,
}

impl<'a> Memory<'a> {
    fn read<E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(tables: &Tables<'a, E, R>) -> Self {
        let segments = tables.loaded().filter_map(|segment| {
            Some((segment.p_vaddr(tables.endian).into(), segment.data(tables.endian, tables.data).ok()?))
        });
        Self { endian: tables.endian, segments: segments.collect() }
    }

    /// Returns the bytes from an address to the end of its segment.
    fn from(&self, address: u64) -> Option<&'a [u8]> {
        self.segments.iter().find_map(|(start, bytes)| {
            bytes.get(usize::try_from(address.checked_sub(*start)?).ok()?..).filter(|rest| !rest.is_empty())
        })
    }

    fn number(&self, address: u64) -> Option<u32> {
        Some(self.endian.read_u32(self.from(address)?.get(..4)?.try_into().ok()?))
    }

    fn is_source(&self, address: u64) -> bool {
        let bytes = self.from(address).unwrap_or_default();
        let end = bytes.iter().take(MAX_PATH).position(|byte| *byte == 0).unwrap_or(0);
        let path = &bytes[..end];
        path.iter().all(|byte| !byte.is_ascii_control()) && SOURCES.iter().any(|ending| path.ends_with(ending))
    }

    /// Returns the first member of the record whose fourth member is at an address. `word` is the size of an address.
    fn version(&self, file: u64, word: u64) -> Option<u32> {
        let record = file.checked_sub(8 + word)?;
        let flags = self.number(record.checked_add(4)?)?;
        self.number(record).filter(|version| flags < 8 && (11..1000).contains(version))
    }
}
