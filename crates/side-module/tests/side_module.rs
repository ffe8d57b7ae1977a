//! Side modules as clang writes them, and their parts taken in any state.

use side_module::{Exported, FreeSlots, Kind, Links, OwnFunction, Place, Refusal, Shape, SideModule, Slots, link};

/// Returns a piece that begins with its length.
fn piece(content: &[u8]) -> Vec<u8> {
    assert!(content.len() < 128, "the length has one byte");
    [&[content.len() as u8], content].concat()
}

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [vec![id], piece(content)].concat()
}

fn import(module: &str, name: &str, kind: &[u8]) -> Vec<u8> {
    [piece(module.as_bytes()), piece(name.as_bytes()), kind.to_vec()].concat()
}

const FUNCTION: [u8; 2] = [0, 0];
const CONSTANT: [u8; 3] = [3, 0x7f, 0];
const VARIABLE: [u8; 3] = [3, 0x7f, 1];

/// Returns a module with some imports, a function `f` of the type of entry points and a variable `x` at 4.
fn module(imports: &[Vec<u8>]) -> Vec<u8> {
    let count = [imports.len() as u8];
    let globals = imports.iter().filter(|import| import[import.len() - 3..import.len() - 1] == [3, 0x7f]).count() as u8;
    let functions = imports.len() as u8 - globals;
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(0, &[piece(b"dylink.0"), section(1, &[16, 3, 1, 0])].concat()),
        section(1, &[2, 0x60, 0, 0, 0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f]),
        section(2, &[&count[..], &imports.concat()].concat()),
        section(3, &[1, 1]),
        section(6, &[1, 0x7f, 0, 0x41, 4, 0x0b]),
        section(7, &[&[2, 1, b'f', 0, functions, 1, b'x', 3][..], &[globals]].concat()),
    ]
    .concat()
}

const PLACE: Place = Place { memory: 4096, table: 100 };

/// The words of imports, and the elements for the module's own functions.
type Linked = (Vec<u32>, Vec<(String, u32)>);

fn linked(imports: &[Vec<u8>]) -> Result<Linked, Refusal> {
    let bytes = module(imports);
    let side = SideModule::read(&bytes)?;
    let Links { words, own } = link(&side, PLACE, |name| (name == "free").then_some(7))?;
    Ok((words, own.into_iter().map(|OwnFunction { name, slot }| (name.to_owned(), slot)).collect()))
}

#[test]
fn a_module_says_what_it_demands_and_exports() {
    let bytes = module(&[import("env", "free", &FUNCTION), import("env", "__memory_base", &CONSTANT)]);
    let side = SideModule::read(&bytes).expect("it is a side module");
    assert_eq!((side.demand.memory, side.demand.align, side.demand.table), (16, 8, 1));
    assert_eq!(side.imports[1].kind, Kind::Global { mutable: false });
    assert_eq!(side.export("f"), Some(Exported::Function(Shape::EntryPoint)));
    assert_eq!(side.export("x"), Some(Exported::Data(4)));
    assert_eq!(side.export("y"), None);
    assert_eq!(side.entry_points().collect::<Vec<_>>(), ["f"]);
}

#[test]
fn imports_become_addresses_and_elements_of_the_table() {
    let imports = [
        import("env", "free", &FUNCTION),
        import("env", "__memory_base", &CONSTANT),
        import("env", "__table_base", &CONSTANT),
        import("GOT.func", "free", &VARIABLE),
        import("GOT.func", "f", &VARIABLE),
        import("GOT.mem", "x", &VARIABLE),
    ];
    let (words, own) = linked(&imports).expect("every import is there");
    assert_eq!(words, [7, 4096, 100, 7, 101, 4100]);
    assert_eq!(own, [("f".to_owned(), 101)]);
}

#[test]
fn all_missing_imports_are_named() {
    let refusal = linked(&[import("env", "fopen", &FUNCTION), import("GOT.mem", "stdout", &VARIABLE)]);
    let Refusal(reason) = refusal.expect_err("neither is there");
    assert!(reason.contains("(fopen, stdout)"), "{reason}");
}

#[test]
fn no_state_of_a_byte_makes_reading_panic() {
    let whole = module(&[import("env", "free", &FUNCTION), import("GOT.func", "f", &VARIABLE)]);
    for length in 0..whole.len() {
        let _ = SideModule::read(&whole[..length]);
    }
    for at in 0..whole.len() {
        for byte in 0..=u8::MAX {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            if let Ok(side) = SideModule::read(&damaged) {
                let _ = link(&side, PLACE, |_| None).map(|links| assert_eq!(links.words.len(), side.imports.len()));
            }
        }
    }
}

#[test]
fn elements_are_used_again_and_joined() {
    let mut free = FreeSlots::NONE;
    assert_eq!(free.take(1), None);
    for first in [30, 10, 20] {
        free.put(Slots { first, count: 10 });
    }
    assert_eq!(free.take(31), None);
    assert_eq!(free.take(25), Some(Slots { first: 10, count: 25 }));
    assert_eq!(free.take(5), Some(Slots { first: 35, count: 5 }));
    assert_eq!(free.take(1), None);
}
