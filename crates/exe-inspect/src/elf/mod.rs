//! ELF: Linux and most Unixes. Reads what the loader of the system reads, the program headers; sections may be missing.

mod damage;
mod needs;
mod symbols;
mod tables;
mod v8_record;

use std::collections::HashSet;

use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::FileHeader;
use object::{Endianness, ReadRef};

use crate::declared;
use crate::report::{Damage, Image, Interface, Kind, NodeAbi, System};
use symbols::Symbols;
use tables::Tables;

/// Returns the image of a file with 32 bits.
pub fn image32<'a>(data: impl ReadRef<'a>) -> Image {
    image::<FileHeader32<Endianness>, _>(data)
}

/// Returns the image of a file with 64 bits.
pub fn image64<'a>(data: impl ReadRef<'a>) -> Image {
    image::<FileHeader64<Endianness>, _>(data)
}

/// Returns the names that a file with 32 bits defines for others.
pub fn definitions32<'a>(data: impl ReadRef<'a>) -> Option<HashSet<Vec<u8>>> {
    definitions::<FileHeader32<Endianness>, _>(data)
}

/// Returns the names that a file with 64 bits defines for others.
pub fn definitions64<'a>(data: impl ReadRef<'a>) -> Option<HashSet<Vec<u8>>> {
    definitions::<FileHeader64<Endianness>, _>(data)
}

fn image<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(data: R) -> Image {
    let (Ok(header), true) = (E::parse(data), data.len().is_ok_and(|len| len > size_of::<E>() as u64)) else {
        return Image::unreadable(System::Unknown, Damage::HeaderCut);
    };
    let Ok(endian) = header.endian() else {
        return Image::unreadable(System::Unknown, Damage::Malformed { what: "the header".into() });
    };
    let mut image = Image::unreadable(system(header.e_ident().os_abi), Damage::HeaderCut);
    image.bits = if header.is_class_64() { 64 } else { 32 };
    image.little_endian = header.is_little_endian();
    image.cpu = crate::cpu::of_elf(header.e_machine(endian), image.bits, image.little_endian);
    image.kind = if header.e_type(endian) == elf::ET_DYN { Kind::Library } else { kind(header.e_type(endian)) };
    image.damage = fill::<E, R>(&mut image, header, endian, data).err();
    image
}

/// Fills in what the tables say. Returns the damage, which may be beyond what matters.
fn fill<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    image: &mut Image,
    header: &E,
    endian: Endianness,
    data: R,
) -> Result<(), Damage> {
    let tables = Tables::<E, R>::read(header, endian, data)?;
    if tables.is_program() {
        image.kind = Kind::Program;
    }
    let cut = damage::of_segments(&tables).err();
    let read = read_tables(image, &tables);
    // A cut explains whatever could not be read.
    cut.map_or(read, Err).and_then(|()| damage::of_sections(&tables, header))
}

fn read_tables<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(
    image: &mut Image,
    tables: &Tables<'a, E, R>,
) -> Result<(), Damage> {
    needs::fill(image, tables)?;
    let symbols = Symbols::read(tables)?;
    image.imports = symbols.imports(tables);
    let exports = symbols.exports(tables);
    let code = |name: &str| {
        let address = symbols.address(tables, name)?;
        tables.at(address, declared::CODE_BYTES).map(<[u8]>::to_vec)
    };
    image.node = NodeAbi::of(&image.cpu, &exports, &image.imports, code);
    if image.node.interface == Interface::V8 && image.node.module_version.is_none() {
        image.node.module_version = v8_record::module_version(tables);
    }
    Ok(())
}

fn definitions<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>>(data: R) -> Option<HashSet<Vec<u8>>> {
    let header = E::parse(data).ok()?;
    let tables = Tables::<E, R>::read(header, header.endian().ok()?, data).ok()?;
    let symbols = Symbols::read(&tables).ok()?;
    Some(symbols.definitions(&tables).map(|(name, _)| name.to_vec()).collect())
}

const fn system(os_abi: u8) -> System {
    match os_abi {
        // Linux's own number is used only for its extensions.
        elf::ELFOSABI_SYSV | elf::ELFOSABI_GNU => System::Linux,
        elf::ELFOSABI_FREEBSD => System::FreeBsd,
        _ => System::Unknown,
    }
}

const fn kind(file_type: u16) -> Kind {
    if file_type == elf::ET_EXEC { Kind::Program } else { Kind::Other }
}
