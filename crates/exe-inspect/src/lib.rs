//! Reads what a native addon needs of the machine that loads it, from ELF, Mach-O and PE, without running any of it.
//! Reads headers and tables alone, so that the size of a file does not matter.

#[cfg(target_family = "wasm")]
mod bindings;
mod cpu;
mod declared;
mod elf;
mod macho;
mod node_abi;
mod other;
mod pe;
mod report;

use object::{FileKind, ReadCache, ReadCacheOps, ReadRef};

pub use report::{Content, Damage, Image, Import, Interface, Kind, Libc, NodeAbi, Report, System, VersionNeed};

/// Returns what a file is and needs. Whatever is wrong with the file is part of the answer.
pub fn inspect(file: impl ReadCacheOps) -> Report {
    let cache = ReadCache::new(file);
    let data = &cache;
    let bytes = data.len().unwrap_or(0);
    let report = |content, images| Report { bytes, content, images };
    match FileKind::parse(data) {
        Ok(FileKind::Elf32) => report(Content::Elf, vec![elf::image32(data)]),
        Ok(FileKind::Elf64) => report(Content::Elf, vec![elf::image64(data)]),
        Ok(FileKind::MachO32) => report(Content::MachO, vec![macho::image32(data)]),
        Ok(FileKind::MachO64) => report(Content::MachO, vec![macho::image64(data)]),
        Ok(FileKind::MachOFat32) => report(Content::MachO, macho::fat32(&cache)),
        Ok(FileKind::MachOFat64) => report(Content::MachO, macho::fat64(&cache)),
        Ok(FileKind::Pe32) => report(Content::Pe, vec![pe::image32(data)]),
        Ok(FileKind::Pe64) => report(Content::Pe, vec![pe::image64(data)]),
        _ => report(other::content(data), Vec::new()),
    }
}

/// Returns those of `names` that an ELF library does not define, or `None` if the file is no intact ELF library.
pub fn undefined_in(file: impl ReadCacheOps, names: &[String]) -> Option<Vec<String>> {
    let cache = ReadCache::new(file);
    match FileKind::parse(&cache).ok()? {
        FileKind::Elf32 => elf::undefined_in32(&cache, names),
        FileKind::Elf64 => elf::undefined_in64(&cache, names),
        _ => None,
    }
}
