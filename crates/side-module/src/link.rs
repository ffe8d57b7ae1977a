//! What the imports of a side module refer to.

use crate::module::{Exported, Import, Kind, SideModule};
use crate::refusal::Refusal;

/// Where a side module lies.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The address of its memory.
    pub memory: u32,
    /// The index of its first element of the table.
    pub table: u32,
}

/// An element of the table that has to refer to a function which the module exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnFunction<'a> {
    /// The function's name.
    pub name: &'a str,
    /// The index of the element.
    pub slot: u32,
}

/// The imports, resolved.
#[derive(Debug, Default)]
pub struct Links<'a> {
    /// The word of each import, as `extension_open` takes it.
    pub words: Vec<u32>,
    /// The functions of the module that it takes the address of. Their elements follow those that it demands.
    pub own: Vec<OwnFunction<'a>>,
}

/// Returns how many elements of the table a module may need beyond those that it demands: one for each address of a
/// function that it imports.
pub fn address_count(module: &SideModule<'_>) -> u32 {
    module.imports.iter().filter(|import| import.module == "GOT.func").count() as u32
}

/// Resolves the imports of a module. `offered` returns the index of an offered C function in the table.
pub fn link<'a>(
    module: &SideModule<'a>,
    place: Place,
    offered: impl Fn(&str) -> Option<u32>,
) -> Result<Links<'a>, Refusal> {
    let mut links = Links::default();
    let mut missing = Vec::new();
    for import in &module.imports {
        let word = resolve(module, import, place, &offered).or_else(|| own_function(module, import, place, &mut links));
        links.words.push(word.unwrap_or_default());
        if word.is_none() {
            missing.push(import.name);
        }
    }
    if missing.is_empty() { Ok(links) } else { Err(unresolved(&missing)) }
}

fn resolve(
    module: &SideModule<'_>,
    import: &Import<'_>,
    place: Place,
    offered: impl Fn(&str) -> Option<u32>,
) -> Option<u32> {
    match (import.module, import.name, import.kind) {
        ("env", "memory", Kind::Memory)
        | ("env", abi::TABLE, Kind::Table)
        | ("env", abi::STACK_POINTER, Kind::Global { mutable: true }) => Some(0),
        ("env", "__memory_base", Kind::Global { mutable: false }) => Some(place.memory),
        ("env", "__table_base", Kind::Global { mutable: false }) => Some(place.table),
        ("env", name, Kind::Function(_)) | ("GOT.func", name, Kind::Global { mutable: true }) => offered(name),
        ("GOT.mem", name, Kind::Global { mutable: true }) => match module.export(name) {
            Some(Exported::Data(offset)) => Some(place.memory.wrapping_add(offset)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the element for the address of a function which the module itself exports.
fn own_function<'a>(module: &SideModule<'a>, import: &Import<'a>, place: Place, links: &mut Links<'a>) -> Option<u32> {
    if import.module != "GOT.func" || !matches!(import.kind, Kind::Global { mutable: true }) {
        return None;
    }
    let Some(Exported::Function(_)) = module.export(import.name) else { return None };
    let slot = place.table + module.demand.table + links.own.len() as u32;
    links.own.push(OwnFunction { name: import.name, slot });
    Some(slot)
}

fn unresolved(names: &[&str]) -> Refusal {
    let hint = match names.iter().any(|name| name.starts_with("sqlite3_")) {
        true => "include sqlite3ext.h instead of sqlite3.h, and compile without SQLITE_CORE",
        false => "extensions have SQLite's functions and the C functions of docs/EXTENSIONS.md",
    };
    format!("imports what there is not ({}): {hint}", names.join(", ")).into()
}
