//! A loaded extension.

use core::alloc::Layout;
use core::ffi::c_void;
use core::mem::transmute;
use core::ptr::NonNull;
use std::alloc::dealloc;

use abi::{EINVAL, ENOMEM, ENOSYS};
use side_module::{Exported, FreeSlots, Place, Refusal, Shape, SideModule, Slots, address_count, link};

use super::functions;
use crate::host::{self, Errno, Extension};
use crate::memory::HEAP;
use crate::memory::global::Global;

/// The functions of a module that the loader calls before its entry point, if it has them: they write addresses to its
/// data, and run its constructors.
const PREPARATIONS: [&str; 2] = ["__wasm_apply_data_relocs", "__wasm_call_ctors"];

static FREE_SLOTS: Global<FreeSlots> = Global::new(FreeSlots::NONE);

/// A loaded extension.
pub struct Library {
    /// Is freed with the library.
    _memory: Memory,
    slots: Table,
    extension: Option<Extension>,
    /// The names of its functions that may be entry points.
    entry_points: Vec<Box<str>>,
    /// Whether an entry point was found, which then is called and registers functions of the extension.
    pub is_entered: bool,
}

impl Library {
    /// Loads a module and prepares it for its entry point.
    pub fn load(bytes: &[u8]) -> Result<Self, Refusal> {
        let module = SideModule::read(bytes)?;
        let memory = Memory::new(module.demand.memory, module.demand.align)?;
        // The last element is for the functions that the loader calls.
        let slots = Table::new(module.demand.table + address_count(&module) + 1)?;
        let place = Place { memory: memory.address(), table: slots.0.first };
        let links = link(&module, place, functions::index)?;
        let entry_points = module.entry_points().map(Box::from).collect();
        let mut library = Self { _memory: memory, slots, extension: None, entry_points, is_entered: false };
        // SAFETY: `link` made the words for this place, and `SideModule::read` checked the segments.
        library.extension = Some(unsafe { Extension::open(bytes, &links.words) }.map_err(refusal)?);
        for own in &links.own {
            library.set_function(own.name, own.slot).map_err(refusal)?;
        }
        for name in PREPARATIONS {
            if module.export(name) == Some(Exported::Function(Shape::Procedure)) {
                library.prepare(name).map_err(refusal)?;
            }
        }
        Ok(library)
    }

    fn set_function(&self, name: &str, slot: u32) -> Result<(), Errno> {
        self.extension.as_ref().expect("it is open").function(name, slot)
    }

    /// Returns the index of the last element.
    const fn last_slot(&self) -> u32 {
        self.slots.0.first + self.slots.0.count - 1
    }

    /// Calls a function without parameters and result.
    fn prepare(&self, name: &str) -> Result<(), Errno> {
        self.set_function(name, self.last_slot())?;
        // SAFETY: the element refers to a function of this type, as `SideModule` found. It writes to its own memory.
        unsafe { transmute::<usize, extern "C" fn()>(self.last_slot() as usize)() };
        Ok(())
    }

    /// Returns the address of an entry point, `None` if the extension has none of that name.
    pub fn entry_point(&mut self, name: &str) -> Option<NonNull<c_void>> {
        if !self.entry_points.iter().any(|known| **known == *name) {
            return None;
        }
        self.set_function(name, self.last_slot()).ok()?;
        self.is_entered = true;
        NonNull::new(self.last_slot() as *mut c_void)
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        if let Some(mut extension) = self.extension.take() {
            extension.close(self.slots.0.first, self.slots.0.count);
        }
    }
}

fn refusal(errno: Errno) -> Refusal {
    match errno {
        EINVAL => format!("cannot be run: {}", host::extension_error()).into(),
        ENOSYS => "cannot be run: extensions need the engine v8, because wasmtime has no compiler here".into(),
        ENOMEM => OUT_OF_MEMORY.into(),
        _ => format!("cannot be run: error {errno}").into(),
    }
}

const OUT_OF_MEMORY: &str = "does not fit into memory";

/// The memory of a module.
struct Memory {
    start: NonNull<u8>,
    layout: Layout,
}

impl Memory {
    /// Allocates zeros.
    fn new(size: u32, align: u32) -> Result<Self, Refusal> {
        let layout = Layout::from_size_align(size.max(1) as usize, align.max(8) as usize).map_err(|_| OUT_OF_MEMORY)?;
        // SAFETY: the size is not zero.
        let start = NonNull::new(unsafe { HEAP.alloc_unreserved(layout) }).ok_or(OUT_OF_MEMORY)?;
        // SAFETY: the block has that size.
        unsafe { start.write_bytes(0, layout.size()) };
        Ok(Self { start, layout })
    }

    fn address(&self) -> u32 {
        self.start.as_ptr() as u32
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: the block was allocated with this layout, and the module that used it is released before.
        unsafe { dealloc(self.start.as_ptr(), self.layout) };
    }
}

/// Elements of the table.
struct Table(Slots);

impl Table {
    fn new(count: u32) -> Result<Self, Refusal> {
        let free = FREE_SLOTS.with(|free| free.take(count));
        let slots = free.map_or_else(|| host::table_grow(count).map(|first| Slots { first, count }), Ok);
        slots.map(Self).map_err(refusal)
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        FREE_SLOTS.with(|free| free.put(self.0));
    }
}
