//! SQLite's allocator: the heap, with the size in front of each block.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;
use std::alloc::{GlobalAlloc, Layout};

use crate::ffi::{SQLITE_CONFIG_MALLOC, SQLITE_OK, sqlite3_config, sqlite3_mem_methods};
use crate::heap::HEAP;

/// Room for the size; also the alignment that SQLite asks for.
const HEADER: usize = 8;

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// # Safety
/// `start` is null or a fresh block of `size` + HEADER bytes.
unsafe fn with_size(start: *mut u8, size: usize) -> *mut c_void {
    if start.is_null() {
        return null_mut();
    }
    // SAFETY: the block has HEADER bytes before the part that is given away, aligned for a usize.
    unsafe {
        start.cast::<usize>().write(size);
        start.add(HEADER).cast()
    }
}

/// # Safety
/// `memory` was given by this allocator.
unsafe fn size_of_block(memory: *mut c_void) -> usize {
    // SAFETY: the size is HEADER bytes before.
    unsafe { memory.cast::<u8>().sub(HEADER).cast::<usize>().read() }
}

unsafe extern "C" fn x_malloc(size: c_int) -> *mut c_void {
    let size = size as usize;
    let Some(layout) = layout(size) else { return null_mut() };
    // SAFETY: the layout is not empty, and the block has room for the header.
    unsafe { with_size(HEAP.alloc_unreserved(layout), size) }
}

unsafe extern "C" fn x_free(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    // SAFETY: SQLite gives back what it got here, so the header is there and the layout is that of its allocation.
    unsafe {
        let size = size_of_block(memory);
        HEAP.dealloc(memory.cast::<u8>().sub(HEADER), Layout::from_size_align_unchecked(size + HEADER, HEADER));
    }
}

unsafe extern "C" fn x_realloc(memory: *mut c_void, size: c_int) -> *mut c_void {
    let size = size as usize;
    let Some(new) = layout(size) else { return null_mut() };
    // SAFETY: as in x_free; a null result leaves the old block as it was.
    unsafe {
        let old = Layout::from_size_align_unchecked(size_of_block(memory) + HEADER, HEADER);
        with_size(HEAP.realloc_unreserved(memory.cast::<u8>().sub(HEADER), old, new.size()), size)
    }
}

unsafe extern "C" fn x_size(memory: *mut c_void) -> c_int {
    if memory.is_null() {
        return 0;
    }
    // SAFETY: SQLite asks only for blocks of this allocator.
    unsafe { size_of_block(memory) as c_int }
}

unsafe extern "C" fn x_roundup(size: c_int) -> c_int {
    size.saturating_add(7) & !7
}

unsafe extern "C" fn x_init(_: *mut c_void) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn x_shutdown(_: *mut c_void) {}

/// Makes SQLite use this allocator. To be called before `sqlite3_initialize`.
pub fn install() -> c_int {
    let methods = sqlite3_mem_methods {
        xMalloc: Some(x_malloc),
        xFree: Some(x_free),
        xRealloc: Some(x_realloc),
        xSize: Some(x_size),
        xRoundup: Some(x_roundup),
        xInit: Some(x_init),
        xShutdown: Some(x_shutdown),
        pAppData: null_mut(),
    };
    // SAFETY: SQLite copies the structure, and nothing was allocated yet.
    unsafe { sqlite3_config(SQLITE_CONFIG_MALLOC, &raw const methods) }
}
