//! The heap that SQLite and Rust share.
//!
//! When memory runs out, SQLite returns SQLITE_NOMEM and goes on, but Rust's collections abort. The heap therefore
//! keeps a reserve for Rust's allocations, which are small and short-lived.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

use dlmalloc::{Allocator, Dlmalloc};

use crate::host;

/// Bytes of a page of WebAssembly memory.
const PAGE: usize = 64 * 1024;

/// Least number of pages to grow by. Growing costs an engine much more than a page does, so memory grows by an eighth
/// of its size, and by this at least.
const MIN_GROWTH_PAGES: usize = 16;

/// Most pages of memory. The last page of the address space is excluded: the address behind it would be zero.
const MAX_PAGES: usize = 65_535;

/// What remains for Rust when SQLite has used up the rest.
const RESERVE: Layout = match Layout::from_size_align(256 * 1024, 8) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

struct Pages;

// SAFETY: new pages belong to nobody else and contain zeros. Consecutive growths are adjacent, and pages are never
// returned.
unsafe impl Allocator for Pages {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let needed = size.div_ceil(PAGE);
        let current = memory_size::<0>();
        let room = MAX_PAGES.saturating_sub(current);
        let wanted = needed.max(current / 8).max(MIN_GROWTH_PAGES).min(room);
        for pages in [wanted, needed] {
            if pages >= needed && pages <= room {
                let first = memory_grow::<0>(pages);
                if first != usize::MAX {
                    if !host::memory_grown() {
                        // The mapped WAL index of a database would no longer be shared.
                        unreachable();
                    }
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

/// The heap, and the reserve while it is unused.
pub struct Heap {
    blocks: UnsafeCell<Dlmalloc<Pages>>,
    reserve: UnsafeCell<*mut u8>,
}

// SAFETY: the module is built without threads and its memory is not shared, so no second thread can race.
unsafe impl Sync for Heap {}

/// The one heap.
#[global_allocator]
pub static HEAP: Heap =
    Heap { blocks: UnsafeCell::new(Dlmalloc::new_with_allocator(Pages)), reserve: UnsafeCell::new(null_mut()) };

impl Heap {
    /// Returns dlmalloc's state.
    ///
    /// # Safety
    /// The caller drops the borrow before it calls any other method of the heap.
    #[expect(clippy::mut_from_ref, reason = "there is one thread, and no borrow outlives a function of this file")]
    unsafe fn blocks(&self) -> &mut Dlmalloc<Pages> {
        // SAFETY: the caller lets no two borrows exist at once.
        unsafe { &mut *self.blocks.get() }
    }

    /// Returns a new block, or null if only the reserve is left.
    ///
    /// # Safety
    /// The size of the layout is not zero.
    pub unsafe fn alloc_unreserved(&self, layout: Layout) -> *mut u8 {
        // SAFETY: each borrow of the blocks ends with its expression, and no other method runs meanwhile.
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

    /// Returns the block with another size, or null, leaving the block as it was, if only the reserve is left.
    ///
    /// # Safety
    /// As for `GlobalAlloc::realloc`.
    pub unsafe fn realloc_unreserved(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller passes a block of this heap with its layout; the borrow ends with the expression.
        unsafe { self.blocks().realloc(block, layout.size(), layout.align(), size) }
    }

    /// Frees the reserve for Rust's allocations. Returns false if it was already in use.
    fn release_reserve(&self) -> bool {
        // SAFETY: the reserve is null or a block of this heap with this layout; each borrow ends with its expression.
        unsafe {
            let reserve = core::mem::replace(&mut *self.reserve.get(), null_mut());
            if !reserve.is_null() {
                self.blocks().free(reserve, RESERVE.size(), RESERVE.align());
            }
            !reserve.is_null()
        }
    }
}

// SAFETY: the blocks are dlmalloc's, which keeps GlobalAlloc's contract; null means that memory has run out.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller passes a layout of non-zero size; each borrow ends with its expression.
        unsafe {
            let block = self.blocks().malloc(layout.size(), layout.align());
            if block.is_null() && self.release_reserve() {
                return self.blocks().malloc(layout.size(), layout.align());
            }
            block
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller passes a block of this heap with its layout; the borrow ends with the expression.
        unsafe { self.blocks().free(block, layout.size(), layout.align()) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller passes a block of this heap with its layout, which a failed attempt leaves as it was.
        unsafe {
            let moved = self.realloc_unreserved(block, layout, size);
            if moved.is_null() && self.release_reserve() {
                return self.realloc_unreserved(block, layout, size);
            }
            moved
        }
    }
}
