//! SQLite's allocator on the heap. Each block is preceded by its size.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;
use std::alloc::{GlobalAlloc, Layout};

use super::heap::HEAP;
use crate::ffi::{SQLITE_CONFIG_MALLOC, SQLITE_OK, sqlite3_config, sqlite3_mem_methods};

/// Bytes before a block that hold its size; also the alignment that SQLite requires.
const HEADER: usize = 8;

/// Returns the layout of a block and its header, `None` if it exceeds the address space.
fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// Writes the header of a new block. Returns the address behind it, or null if `start` is null.
///
/// # Safety
/// `start` is null or a block of `size + HEADER` bytes that nothing else uses.
unsafe fn with_size(start: *mut u8, size: usize) -> *mut c_void {
    if start.is_null() {
        return null_mut();
    }
    // SAFETY: the block begins with HEADER bytes, aligned for a usize, and has `size` bytes behind them.
    unsafe {
        start.cast::<usize>().write(size);
        start.add(HEADER).cast()
    }
}

/// Returns the size of a block without its header.
///
/// # Safety
/// This allocator returned `memory`, which is not yet freed.
unsafe fn size_of_block(memory: *mut c_void) -> usize {
    // SAFETY: `with_size` wrote the size HEADER bytes before the address that it returned.
    unsafe { memory.cast::<u8>().sub(HEADER).cast::<usize>().read() }
}

unsafe extern "C" fn x_malloc(size: c_int) -> *mut c_void {
    let size = size as usize;
    let Some(layout) = layout(size) else { return null_mut() };
    // SAFETY: the size of the layout is at least HEADER, and the block has that size.
    unsafe { with_size(HEAP.alloc_unreserved(layout), size) }
}

unsafe extern "C" fn x_free(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    // SAFETY: SQLite frees what `x_malloc` or `x_realloc` returned, once. The header holds the size of that allocation.
    unsafe {
        let size = size_of_block(memory);
        HEAP.dealloc(memory.cast::<u8>().sub(HEADER), Layout::from_size_align_unchecked(size + HEADER, HEADER));
    }
}

unsafe extern "C" fn x_realloc(memory: *mut c_void, size: c_int) -> *mut c_void {
    let size = size as usize;
    let Some(new) = layout(size) else { return null_mut() };
    // SAFETY: SQLite passes a block that `x_malloc` or `x_realloc` returned. The header holds its size. A null result
    // leaves the old block as it was.
    unsafe {
        let old = Layout::from_size_align_unchecked(size_of_block(memory) + HEADER, HEADER);
        with_size(HEAP.realloc_unreserved(memory.cast::<u8>().sub(HEADER), old, new.size()), size)
    }
}

unsafe extern "C" fn x_size(memory: *mut c_void) -> c_int {
    if memory.is_null() {
        return 0;
    }
    // SAFETY: SQLite passes a block that `x_malloc` or `x_realloc` returned and that is not yet freed.
    unsafe { size_of_block(memory) as c_int }
}

unsafe extern "C" fn x_roundup(size: c_int) -> c_int {
    size.saturating_add(7) & !7
}

unsafe extern "C" fn x_init(_: *mut c_void) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn x_shutdown(_: *mut c_void) {}

/// Makes SQLite use this allocator. Returns a result code. Must be called before `sqlite3_initialize`.
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
    // SAFETY: SQLite copies the structure, and it has not allocated anything yet.
    unsafe { sqlite3_config(SQLITE_CONFIG_MALLOC, &raw const methods) }
}
