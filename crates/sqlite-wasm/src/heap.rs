//! The guest's memory: one heap for SQLite and for Rust.
//!
//! When memory ends, SQLite says SQLITE_NOMEM and goes on; Rust's collections would abort. So a reserve is kept that only
//! Rust's allocations may use, which are small and short-lived.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

use dlmalloc::{Allocator, Dlmalloc};

/// Bytes of a page of WebAssembly memory.
const PAGE: usize = 64 * 1024;

/// Growing costs an engine much more than a page does, so it is done by an eighth of what there is, and by this at least.
const LEAST_PAGES: usize = 16;

/// The last page is left out: the address behind it would be zero.
const MOST_PAGES: usize = 65_535;

/// What Rust may still use when SQLite has used up the rest.
const RESERVE: Layout = match Layout::from_size_align(256 * 1024, 8) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

struct Pages;

// SAFETY: pages that were grown belong to nobody else, are zeros, follow each other when grown one after the other, and
// are never given back.
unsafe impl Allocator for Pages {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let needed = size.div_ceil(PAGE);
        let there = memory_size::<0>();
        let room = MOST_PAGES.saturating_sub(there);
        let wanted = needed.max(there / 8).max(LEAST_PAGES).min(room);
        for pages in [wanted, needed] {
            if pages >= needed && pages <= room {
                let first = memory_grow::<0>(pages);
                if first != usize::MAX {
                    return ((first * PAGE) as *mut u8, pages * PAGE, 0);
                }
            }
        }
        (null_mut(), 0, 0)
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        true
    }

    fn page_size(&self) -> usize {
        PAGE
    }
}

/// The heap, and the reserve while it is there.
pub struct Heap {
    blocks: UnsafeCell<Dlmalloc<Pages>>,
    reserve: UnsafeCell<*mut u8>,
}

// SAFETY: the module is built without threads and its memory is not shared, so there is no second thread to race with.
unsafe impl Sync for Heap {}

/// The one heap.
#[global_allocator]
pub static HEAP: Heap =
    Heap { blocks: UnsafeCell::new(Dlmalloc::new_with_allocator(Pages)), reserve: UnsafeCell::new(null_mut()) };

impl Heap {
    /// # Safety
    /// No other call is under way: the heap calls nothing that allocates.
    #[expect(clippy::mut_from_ref, reason = "there is one thread, and no borrow outlives a function of this file")]
    unsafe fn blocks(&self) -> &mut Dlmalloc<Pages> {
        // SAFETY: the caller's promise.
        unsafe { &mut *self.blocks.get() }
    }

    /// Gives memory while there is more than the reserve, else null.
    ///
    /// # Safety
    /// The layout is not empty.
    pub unsafe fn alloc_unreserved(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one call at a time.
        unsafe {
            if (*self.reserve.get()).is_null() {
                *self.reserve.get() = self.blocks().malloc(RESERVE.size(), RESERVE.align());
                if (*self.reserve.get()).is_null() {
                    return null_mut();
                }
            }
            self.blocks().malloc(layout.size(), layout.align())
        }
    }

    /// Gives a block another size while there is more than the reserve, else null.
    ///
    /// # Safety
    /// As for `GlobalAlloc::realloc`.
    pub unsafe fn realloc_unreserved(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { self.blocks().realloc(block, layout.size(), layout.align(), size) }
    }

    /// Gives the reserve up. False when it is in use already.
    fn use_reserve(&self) -> bool {
        // SAFETY: one call at a time; the reserve is a block of the heap, or null.
        unsafe {
            let reserve = core::mem::replace(&mut *self.reserve.get(), null_mut());
            if !reserve.is_null() {
                self.blocks().free(reserve, RESERVE.size(), RESERVE.align());
            }
            !reserve.is_null()
        }
    }
}

// SAFETY: blocks are dlmalloc's, which keeps to GlobalAlloc's contract; null says that there is no memory.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe {
            let block = self.blocks().malloc(layout.size(), layout.align());
            if block.is_null() && self.use_reserve() {
                return self.blocks().malloc(layout.size(), layout.align());
            }
            block
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { self.blocks().free(block, layout.size(), layout.align()) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe {
            let moved = self.realloc_unreserved(block, layout, size);
            if moved.is_null() && self.use_reserve() {
                return self.realloc_unreserved(block, layout, size);
            }
            moved
        }
    }
}
