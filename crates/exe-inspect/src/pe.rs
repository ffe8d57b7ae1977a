//! PE: Windows.

use object::pe::{self, ImageNtHeaders32, ImageNtHeaders64};
use object::read::pe::{ExportTarget, ImageNtHeaders, ImageOptionalHeader, PeFile};
use object::{LittleEndian as LE, ReadRef};

use crate::declared;
use crate::report::{Damage, Image, Import, Kind, NodeAbi, System};

/// Returns the image of a file with 32 bits.
pub fn image32<'a>(data: impl ReadRef<'a>) -> Image {
    image::<ImageNtHeaders32, _>(data)
}

/// Returns the image of a file with 64 bits.
pub fn image64<'a>(data: impl ReadRef<'a>) -> Image {
    image::<ImageNtHeaders64, _>(data)
}

fn image<'a, P: ImageNtHeaders, R: ReadRef<'a>>(data: R) -> Image {
    let Ok(file) = PeFile::<P, R>::parse(data) else {
        return Image::unreadable(System::Win32, Damage::HeaderCut);
    };
    let mut image = Image::unreadable(System::Win32, Damage::HeaderCut);
    let header = file.nt_headers().file_header();
    image.bits = if file.nt_headers().is_type_64() { 64 } else { 32 };
    image.cpu = crate::cpu::of_pe(header.machine.get(LE));
    let is_library = header.characteristics.get(LE) & pe::IMAGE_FILE_DLL != 0;
    image.kind = if is_library { Kind::Library } else { Kind::Program };
    let optional = file.nt_headers().optional_header();
    let (major, minor) = (optional.major_subsystem_version(), optional.minor_subsystem_version());
    image.least_system = Some(format!("{major}.{minor}"));
    image.damage = fill(&mut image, &file, data).err();
    image
}

fn fill<'a, P: ImageNtHeaders, R: ReadRef<'a>>(
    image: &mut Image,
    file: &PeFile<'a, P, R>,
    data: R,
) -> Result<(), Damage> {
    let needs = file.section_table().max_section_file_offset();
    if needs > data.len().unwrap_or(0) {
        return Err(Damage::Cut { needs });
    }
    let malformed = |what: &str| Damage::Malformed { what: what.into() };
    let (needed, imports) = imports(file, data).ok_or_else(|| malformed("the table of imports"))?;
    let exports = exports(file).ok_or_else(|| malformed("the table of exports"))?;
    let code = |name: &str| {
        let address = exports.iter().find(|(other, _)| other == name)?.1;
        let code = file.section_table().pe_data_at(data, address)?;
        Some(code.iter().take(usize::try_from(declared::CODE_BYTES).ok()?).copied().collect())
    };
    let names: Vec<_> = exports.iter().map(|(name, _)| name.clone()).collect();
    image.node = NodeAbi::of(&image.cpu, &names, &imports, code);
    image.needed = needed;
    image.imports = imports;
    Ok(())
}

type Imports = (Vec<String>, Vec<Import>);

/// Returns the libraries that are loaded at once, and the functions of all, which include those that are bound when
/// they are called first: Node's own.
fn imports<'a, P: ImageNtHeaders, R: ReadRef<'a>>(file: &PeFile<'a, P, R>, data: R) -> Option<Imports> {
    let (mut needed, mut imports) = (Vec::new(), Vec::new());
    if let Some(table) = file.import_table().ok()? {
        let mut descriptors = table.descriptors().ok()?;
        while let Some(descriptor) = descriptors.next().ok()? {
            needed.push(text(table.name(descriptor.name.get(LE)).ok()?));
            let first = [&descriptor.original_first_thunk, &descriptor.first_thunk].map(|thunk| thunk.get(LE));
            let mut thunks = table.thunks(first.into_iter().find(|thunk| *thunk != 0)?).ok()?;
            while let Some(thunk) = thunks.next::<P>().ok()? {
                push_name(&mut imports, table.import::<P>(thunk).ok()?, true);
            }
        }
    }
    if let Some(table) = file.data_directories().delay_load_import_table(data, &file.section_table()).ok()? {
        let mut descriptors = table.descriptors().ok()?;
        while let Some(descriptor) = descriptors.next().ok()? {
            let mut thunks = table.thunks(descriptor.import_name_table_rva.get(LE)).ok()?;
            while let Some(thunk) = thunks.next::<P>().ok()? {
                push_name(&mut imports, table.import::<P>(thunk).ok()?, false);
            }
        }
    }
    Some((needed, imports))
}

fn push_name(imports: &mut Vec<Import>, import: object::read::pe::Import, at_load: bool) {
    if let object::read::pe::Import::Name(_, name) = import {
        imports.push(Import { name: text(name), at_load });
    }
}

/// Returns the names that are exported, with their addresses.
fn exports<'a, P: ImageNtHeaders, R: ReadRef<'a>>(file: &PeFile<'a, P, R>) -> Option<Vec<(String, u32)>> {
    let Some(table) = file.export_table().ok()? else {
        return Some(Vec::new());
    };
    let exports = table.exports().ok()?;
    let named = exports.iter().filter_map(|export| match export.target {
        ExportTarget::Address(address) => Some((text(export.name?), address)),
        _ => None,
    });
    Some(named.collect())
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
