//! Parts of files that are mapped over the guest's memory, which other processes map, too: the WAL index.
//!
//! The memory never moves, so a mapping stays until the guest ends it, until its files are closed, or until the memory
//! is freed.

use std::os::fd::BorrowedFd;
use std::ptr::null_mut;
use std::sync::atomic::{Ordering, fence};

use rustix::mm::{MapFlags, ProtFlags, mmap, mmap_anonymous, munmap};
use rustix::param::page_size;
use wasmtime::AsContextMut;

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};
use crate::memory::View;
use crate::state::State;

/// Whether files can be mapped on this system. Other processes have the words of a WAL index in their CPU's byte order,
/// the guest has them in WebAssembly's.
pub const AVAILABLE: bool = cfg!(all(target_os = "linux", target_endian = "little", target_pointer_width = "64"));

/// Bytes of a mapping.
const BYTES: u32 = abi::VIEW_BYTES.cast_unsigned();

/// The access that the guest has to all of its memory.
const ACCESS: ProtFlags = ProtFlags::READ.union(ProtFlags::WRITE);

impl<C: 'static> Call<'_, C> {
    /// Maps a part of a file over the guest's memory.
    pub fn fd_map(&mut self, file: i32, part: i32, at: u32) -> i32 {
        self.map(file, part, at).into_guest()
    }

    fn map(&mut self, file: i32, part: i32, at: u32) -> Result<(), Errno> {
        let file = self.file(file)?;
        let state = self.0.data();
        // A guest that truncates a file under its mapping ends the process by SIGBUS. A confined guest may be hostile.
        if !AVAILABLE || !state.maps_files || !state.access.is_unrestricted() {
            return Err(Errno(abi::ENOSYS));
        }
        let part = u64::try_from(part).map_err(|_| Errno(abi::EINVAL))?;
        self.with_memory(|memory, state| {
            map_over(memory.bytes_mut(at, BYTES)?, file, part * u64::from(BYTES))?;
            state.mappings.insert(at);
            Ok(())
        })
    }

    /// Ends a mapping.
    pub fn memory_unmap(&mut self, at: u32) -> i32 {
        self.with_memory(|memory, state| unmap(memory, state, at)).into_guest()
    }

    /// Keeps the mappings: the memory has grown where it was.
    pub fn memory_grown(&mut self) -> i32 {
        0
    }

    /// Orders accesses of the guest's memory. The compiler moves none across a host call.
    pub fn memory_fence(&mut self) -> i32 {
        fence(Ordering::SeqCst);
        0
    }
}

/// Ends the mappings of a guest, closes its files, and so releases its locks: a mapping would keep them.
pub fn close_files<C: 'static>(mut guest: impl AsContextMut<Data = State<C>>) {
    let mut guest = guest.as_context_mut();
    if let Some(memory) = guest.data().memory {
        let (bytes, state) = memory.data_and_store_mut(&mut guest);
        for at in state.mappings.clone() {
            // A mapping that cannot be ended now ends with the memory.
            let _ = unmap(&mut View(bytes), state, at);
        }
    }
    guest.data_mut().close_files();
}

fn unmap<C>(memory: &mut View<'_>, state: &mut State<C>, at: u32) -> Result<(), Errno> {
    if !state.mappings.contains(&at) {
        return Err(Errno(abi::EINVAL));
    }
    map_zeros(memory.bytes_mut(at, BYTES)?)?;
    state.mappings.remove(&at);
    Ok(())
}

/// Maps a part of a file over a piece of the guest's memory, which contains zeros. After a failure it still does.
fn map_over(piece: &mut [u8], file: BorrowedFd<'_>, offset: u64) -> Result<(), Errno> {
    let pages = whole_pages(piece)?;
    // A file that cannot be mapped shows itself elsewhere: the kernel gives up what lies at a place before it fails.
    // SAFETY: the kernel chooses a place where nothing is, and nobody learns of it.
    unsafe { munmap(mmap(null_mut(), pages.len(), ACCESS, MapFlags::SHARED, file, offset)?, pages.len())? };
    // SAFETY: the pages are borrowed exclusively, so no reference to them exists, and they stay accessible as before.
    // From now on other processes change them, as if the guest did: the host refers to what the guest passes to a host
    // call, and the guest passes nothing of a mapping.
    let mapped = unsafe {
        let fixed = MapFlags::SHARED.union(MapFlags::FIXED);
        mmap(pages.as_mut_ptr().cast(), pages.len(), ACCESS, fixed, file, offset)
    };
    mapped.map(drop).or_else(|errno| map_zeros(pages).and(Err(errno.into())))
}

/// Maps zeros over a piece of the guest's memory.
fn map_zeros(piece: &mut [u8]) -> Result<(), Errno> {
    let pages = whole_pages(piece)?;
    // SAFETY: the pages are borrowed exclusively, so no reference to them exists. They stay accessible as before, and
    // any content of them is valid.
    unsafe {
        let fixed = MapFlags::PRIVATE.union(MapFlags::FIXED);
        mmap_anonymous(pages.as_mut_ptr().cast(), pages.len(), ACCESS, fixed)?;
    }
    Ok(())
}

/// Succeeds if a piece of memory consists of whole pages of this system: the kernel maps whole pages only.
fn whole_pages(piece: &mut [u8]) -> Result<&mut [u8], Errno> {
    let is_whole = |number: usize| number.is_multiple_of(page_size());
    if is_whole(piece.as_ptr().addr()) && is_whole(piece.len()) { Ok(piece) } else { Err(Errno(abi::EINVAL)) }
}

#[cfg(all(test, target_os = "linux", target_endian = "little", target_pointer_width = "64"))]
mod tests;
