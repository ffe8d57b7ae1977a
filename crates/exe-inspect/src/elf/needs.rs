//! What an ELF image needs: libraries, their versions, the C library.

use object::elf::{self, Verneed};
use object::read::elf::FileHeader;
use object::{Endianness, ReadRef};

use super::tables::Tables;
use crate::report::{Damage, Image, Libc, VersionNeed};

const GLIBC: &str = "GLIBC_";

/// No image needs or defines versions of more libraries. Damaged tables claim any number.
const MAX_LIBRARIES: u64 = 10_000;

/// Fills in the needs.
pub fn fill<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    image: &mut Image,
    tables: &Tables<'a, E, R>,
) -> Result<(), Damage> {
    image.own_name = tables.texts(elf::DT_SONAME).pop();
    image.needed = tables.texts(elf::DT_NEEDED);
    let run_paths = [elf::DT_RUNPATH, elf::DT_RPATH].into_iter().flat_map(|tag| tables.texts(tag));
    image.run_paths = run_paths.flat_map(|list| list.split(':').map(str::to_owned).collect::<Vec<_>>()).collect();
    image.versions = versions(tables).ok_or_else(|| Damage::Malformed { what: "the table of versions".into() })?;
    image.defined_versions = defined_versions(tables).unwrap_or_default();
    image.least_glibc = least_glibc(&image.versions);
    image.libc = libc(&image.needed, image.least_glibc.is_some());
    Ok(())
}

/// Reads the records of needed versions (`.gnu.version_r`). Returns `None` if they lead out of the file.
fn versions<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Option<Vec<VersionNeed>> {
    let (Some(mut address), Some(count)) = (tables.value(elf::DT_VERNEED), tables.value(elf::DT_VERNEEDNUM)) else {
        return Some(Vec::new());
    };
    let mut versions = Vec::new();
    for _ in 0..count.min(MAX_LIBRARIES) {
        let need: &Verneed<Endianness> = record(tables, address)?;
        let library = tables.text(need.vn_file.get(tables.endian).into())?;
        let mut entry = address.checked_add(need.vn_aux.get(tables.endian).into())?;
        for _ in 0..need.vn_cnt.get(tables.endian) {
            let version: &elf::Vernaux<Endianness> = record(tables, entry)?;
            // Without a weak version loading goes on.
            if version.vna_flags.get(tables.endian) & elf::VER_FLG_WEAK == 0 {
                let version = tables.text(version.vna_name.get(tables.endian).into())?;
                versions.push(VersionNeed { library: library.clone(), version });
            }
            match version.vna_next.get(tables.endian) {
                0 => break,
                next => entry = entry.checked_add(next.into())?,
            }
        }
        match need.vn_next.get(tables.endian) {
            0 => break,
            next => address = address.checked_add(next.into())?,
        }
    }
    Some(versions)
}

/// Reads the names of the versions that a library defines (`.gnu.version_d`).
fn defined_versions<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
) -> Option<Vec<String>> {
    let mut address = tables.value(elf::DT_VERDEF)?;
    let mut names = Vec::new();
    for _ in 0..tables.value(elf::DT_VERDEFNUM)?.min(MAX_LIBRARIES) {
        let definition: &elf::Verdef<Endianness> = record(tables, address)?;
        let first = address.checked_add(definition.vd_aux.get(tables.endian).into())?;
        let name: &elf::Verdaux<Endianness> = record(tables, first)?;
        names.push(tables.text(name.vda_name.get(tables.endian).into())?);
        match definition.vd_next.get(tables.endian) {
            0 => break,
            next => address = address.checked_add(next.into())?,
        }
    }
    Some(names)
}

fn record<'a, T: object::Pod, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    tables: &Tables<'a, E, R>,
    address: u64,
) -> Option<&'a T> {
    let bytes = tables.at(address, size_of::<T>() as u64)?;
    object::pod::from_bytes(bytes).ok().map(|(record, _)| record)
}

/// Returns the newest version of glibc among the needs, without its prefix.
fn least_glibc(versions: &[VersionNeed]) -> Option<String> {
    let numbered = versions.iter().filter_map(|need| {
        let version = need.version.strip_prefix(GLIBC)?;
        let numbers: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
        Some((numbers?, version))
    });
    numbered.max().map(|(_, version)| version.to_owned())
}

/// Returns the C library. Only glibc has versions; libc.so without a number is musl's, where it is linked as elsewhere
/// than in Alpine.
fn libc(needed: &[String], has_glibc_version: bool) -> Option<Libc> {
    let needs = |test: fn(&str) -> bool| needed.iter().any(|name| test(name));
    if needs(|name| name.starts_with("libc.musl-") || name.starts_with("ld-musl-") || name == "libc.so") {
        Some(Libc::Musl)
    } else if has_glibc_version || needs(|name| name == "libc.so.6" || name.starts_with("ld-linux")) {
        Some(Libc::Glibc)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_glibc_is_compared_by_numbers() {
        let need = |version: &str| VersionNeed { library: "libc.so.6".into(), version: version.into() };
        let needs = ["GLIBC_2.9", "GLIBC_2.34", "GLIBC_2.3.4", "GLIBC_ABI_DT_RELR", "CXXABI_1.3"].map(need);
        assert_eq!(least_glibc(&needs), Some("2.34".into()));
        assert_eq!(least_glibc(&[need("GLIBC_PRIVATE")]), None);
    }

    #[test]
    fn the_c_library_follows_from_the_needed_libraries() {
        let libc_of = |name: &str| libc(&[name.to_owned()], false);
        assert_eq!(libc_of("libc.musl-x86_64.so.1"), Some(Libc::Musl));
        assert_eq!(libc_of("libc.so"), Some(Libc::Musl));
        assert_eq!(libc_of("libc.so.6"), Some(Libc::Glibc));
        assert_eq!(libc_of("libstdc++.so.6"), None);
    }
}
