//! Mach-O: macOS. A fat file holds an image for each of several CPUs.

use object::macho::{self, FatArch32, FatArch64, MachHeader32, MachHeader64};
use object::read::macho::{FatArch, LoadCommandVariant, MachHeader, MachOFatFile, Nlist, Segment, SymbolTable};
use object::{Endianness, ReadCache, ReadCacheOps, ReadRef};

use crate::declared;
use crate::report::{Damage, Image, Import, Kind, NodeAbi, System};

/// More images than any fat file has; what claims to have more is Java's class format, which has the same number.
const MAX_IMAGES: usize = 16;

/// Returns the image of a file with 32 bits.
pub fn image32<'a>(data: impl ReadRef<'a>) -> Image {
    image::<MachHeader32<Endianness>, _>(data)
}

/// Returns the image of a file with 64 bits.
pub fn image64<'a>(data: impl ReadRef<'a>) -> Image {
    image::<MachHeader64<Endianness>, _>(data)
}

/// Returns the images of a fat file with offsets of 32 bits.
pub fn fat32(cache: &ReadCache<impl ReadCacheOps>) -> Vec<Image> {
    fat::<FatArch32>(cache)
}

/// Returns the images of a fat file with offsets of 64 bits.
pub fn fat64(cache: &ReadCache<impl ReadCacheOps>) -> Vec<Image> {
    fat::<FatArch64>(cache)
}

fn fat<A: FatArch>(cache: &ReadCache<impl ReadCacheOps>) -> Vec<Image> {
    let size = cache.len().unwrap_or(0);
    let Ok(file) = MachOFatFile::<A>::parse(cache) else {
        return vec![Image::unreadable(System::Darwin, Damage::HeaderCut)];
    };
    let images = file.arches().iter().take(MAX_IMAGES).map(|arch| {
        let (offset, bytes) = arch.file_range();
        let data = cache.range(offset, bytes);
        let magic = data.read_bytes_at(0, 4).unwrap_or_default();
        let mut image = match magic {
            [0xcf | 0xfe, .., 0xfe | 0xcf] => image64(data),
            _ => image32(data),
        };
        if offset.saturating_add(bytes) > size {
            image.cpu = crate::cpu::of_macho(arch.cputype());
            image.damage = Some(Damage::Cut { needs: offset.saturating_add(bytes) });
        }
        image
    });
    images.collect()
}

fn image<'a, M: MachHeader<Endian = Endianness>, R: ReadRef<'a>>(data: R) -> Image {
    let Ok(header) = M::parse(data, 0) else {
        return Image::unreadable(System::Darwin, Damage::HeaderCut);
    };
    let Ok(endian) = header.endian() else {
        return Image::unreadable(System::Darwin, Damage::Malformed { what: "the header".into() });
    };
    let mut image = Image::unreadable(System::Darwin, Damage::HeaderCut);
    image.bits = if header.is_type_64() { 64 } else { 32 };
    image.little_endian = header.is_little_endian();
    image.cpu = crate::cpu::of_macho(header.cputype(endian));
    image.kind = match header.filetype(endian) {
        macho::MH_DYLIB | macho::MH_BUNDLE => Kind::Library,
        macho::MH_EXECUTE => Kind::Program,
        _ => Kind::Other,
    };
    image.damage = fill(&mut image, header, endian, data).err();
    image
}

/// An address, an offset in the file, and a size.
type Mapping = (u64, u64, u64);

fn fill<'a, M: MachHeader<Endian = Endianness>, R: ReadRef<'a>>(
    image: &mut Image,
    header: &M,
    endian: Endianness,
    data: R,
) -> Result<(), Damage> {
    let size = data.len().unwrap_or(0);
    let commands_end = size_of::<M>() as u64 + u64::from(header.sizeofcmds(endian));
    if commands_end > size {
        return Err(Damage::Cut { needs: commands_end });
    }
    let malformed = |_| Damage::Malformed { what: "the load commands".into() };
    let mut commands = header.load_commands(endian, data, 0).map_err(malformed)?;
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut symbols = SymbolTable::<M, R>::default();
    let mut tables_end = 0;
    while let Some(command) = commands.next().map_err(malformed)? {
        if let Ok(Some((segment, _))) = M::Segment::from_command(command) {
            let (offset, bytes) = segment.file_range(endian);
            mappings.push((segment.vmaddr(endian).into(), offset, bytes));
        }
        match command.variant().map_err(malformed)? {
            LoadCommandVariant::Dylib(library) => {
                let name = command.string(endian, library.dylib.name).map_err(malformed)?;
                image.needed.push(String::from_utf8_lossy(name).into_owned());
            }
            LoadCommandVariant::Rpath(path) => {
                let name = command.string(endian, path.path).map_err(malformed)?;
                image.run_paths.push(String::from_utf8_lossy(name).into_owned());
            }
            LoadCommandVariant::BuildVersion(version) => {
                image.least_system = Some(version_text(version.minos.get(endian)))
            }
            LoadCommandVariant::VersionMin(version) => {
                image.least_system = Some(version_text(version.version.get(endian)))
            }
            LoadCommandVariant::Symtab(table) => {
                tables_end = u64::from(table.stroff.get(endian)) + u64::from(table.strsize.get(endian));
                symbols = table.symbols(endian, data).unwrap_or_default();
            }
            _ => {}
        }
    }
    let needs = mappings.iter().map(|(_, offset, bytes)| offset.saturating_add(*bytes)).max().unwrap_or(0);
    let needs = needs.max(tables_end);
    if needs > size {
        return Err(Damage::Cut { needs });
    }
    let (exports, imports) = names(&symbols, endian);
    let code = |name: &str| {
        let address = exports.iter().find(|(other, _)| other == name)?.1;
        let (from, offset, _) = mappings.iter().find(|(from, _, bytes)| (*from..from + bytes).contains(&address))?;
        data.read_bytes_at(offset + (address - from), declared::CODE_BYTES).ok().map(<[u8]>::to_vec)
    };
    let names: Vec<_> = exports.iter().map(|(name, _)| name.clone()).collect();
    image.node = NodeAbi::of(&image.cpu, &names, &imports, code);
    image.imports = imports;
    Ok(())
}

/// Returns what an image exports, with the addresses, and what it imports. Names begin with an underscore in C.
fn names<'a, M: MachHeader<Endian = Endianness>, R: ReadRef<'a>>(
    symbols: &SymbolTable<'a, M, R>,
    endian: Endianness,
) -> (Vec<(String, u64)>, Vec<Import>) {
    let (mut exports, mut imports) = (Vec::new(), Vec::new());
    for symbol in symbols.iter() {
        let kind = symbol.n_type();
        if kind & macho::N_EXT == 0 || kind & macho::N_STAB != 0 {
            continue;
        }
        let name = symbol.name(endian, symbols.strings()).unwrap_or_default();
        let name = String::from_utf8_lossy(name.strip_prefix(b"_").unwrap_or(name)).into_owned();
        if kind & macho::N_TYPE != macho::N_UNDF {
            exports.push((name, symbol.n_value(endian).into()));
        } else if symbol.n_desc(endian) & macho::N_WEAK_REF == 0 {
            imports.push(Import { name, at_load: true });
        }
    }
    (exports, imports)
}

/// Returns `major.minor` of a version in the form `xxxx.yy.zz`.
fn version_text(version: u32) -> String {
    format!("{}.{}", version >> 16, (version >> 8) & 0xff)
}
