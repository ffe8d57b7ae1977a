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

use std::collections::HashSet;

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

/// The names that an ELF library, or a program, defines for others.
#[cfg_attr(target_family = "wasm", wasm_bindgen::prelude::wasm_bindgen)]
pub struct Definitions(HashSet<Vec<u8>>);

impl Definitions {
    /// Reads them. Returns `None` if the file is no intact ELF file.
    pub fn read(file: impl ReadCacheOps) -> Option<Self> {
        let cache = ReadCache::new(file);
        let names = match FileKind::parse(&cache).ok()? {
            FileKind::Elf32 => elf::definitions32(&cache),
            FileKind::Elf64 => elf::definitions64(&cache),
            _ => None,
        };
        names.map(Self)
    }

    /// Returns those names that are not among them.
    #[must_use]
    pub fn lack(&self, names: Vec<String>) -> Vec<String> {
        names.into_iter().filter(|name| !self.0.contains(name.as_bytes())).collect()
    }
}
