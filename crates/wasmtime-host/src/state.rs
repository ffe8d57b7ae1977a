//! The state of a guest on the host's side.

use std::collections::BTreeSet;
use std::os::fd::RawFd;

use wasmtime::Memory;

use crate::access::Access;
use crate::disk::DiskLimiter;
use crate::errno::Errno;
use crate::limiter::MemoryLimiter;
use crate::{mappings, ofd, thread};

/// What belongs to one guest. `C` is what the embedder needs to answer callbacks.
pub struct State<C> {
    /// The guest's linear memory; `None` until the guest is instantiated.
    pub memory: Option<Memory>,
    /// The files that the guest may open.
    pub access: Access,
    /// Whether the guest shares files by byte-range locks; otherwise it owns them whole.
    pub byte_range_locks: bool,
    /// Whether an unconfined guest maps the files that it shares with other processes as memory; otherwise it reads and
    /// writes them. At first true where the tests have mapped files.
    pub maps_files: bool,
    /// Number of the guest's thread, 0 for the main thread.
    pub thread: i32,
    /// The limit of the guest's memory.
    pub memory_limiter: MemoryLimiter,
    /// The limit of the guest's disk space; `None` for no limit.
    pub disk_limiter: Option<DiskLimiter>,
    /// The guest's message when it panicked, otherwise empty.
    pub panic_message: String,
    /// The embedder's own state.
    pub callbacks: C,
    /// The descriptors that the guest has open.
    pub(crate) files: BTreeSet<RawFd>,
    /// The addresses at which parts of files are mapped.
    pub(crate) mappings: BTreeSet<u32>,
}

impl<C> State<C> {
    /// Creates the state of a guest that runs on this thread, without limits.
    pub fn new(callbacks: C) -> Self {
        Self {
            memory: None,
            access: Access::Unrestricted,
            byte_range_locks: ofd::AVAILABLE,
            maps_files: mappings::AVAILABLE && cfg!(target_arch = "x86_64"),
            thread: thread::number(),
            memory_limiter: MemoryLimiter::new(usize::MAX),
            disk_limiter: None,
            panic_message: String::new(),
            callbacks,
            files: BTreeSet::new(),
            mappings: BTreeSet::new(),
        }
    }

    /// Closes the guest's files. Those that are mapped keep their locks until the mappings end.
    pub(crate) fn close_files(&mut self) {
        for file in std::mem::take(&mut self.files) {
            // SAFETY: `files` holds descriptors that the guest opened and has not closed, and this one is no longer in
            // it.
            unsafe { rustix::io::close(file) };
        }
    }

    /// Succeeds if the guest has opened this descriptor itself.
    pub(crate) fn may_use(&self, file: RawFd) -> Result<(), Errno> {
        if self.files.contains(&file) { Ok(()) } else { Err(Errno(abi::EBADF)) }
    }

    /// Succeeds if the guest may ask what file a descriptor refers to. An unrestricted guest may ask of every
    /// descriptor: the application can pass it a database as descriptors, which the guest opens again by path.
    pub(crate) fn may_describe(&self, file: RawFd) -> Result<(), Errno> {
        if self.access.is_unrestricted() { Ok(()) } else { self.may_use(file) }
    }
}

impl<C> Drop for State<C> {
    /// The guest's memory, and so its mappings, is freed next.
    fn drop(&mut self) {
        self.close_files();
    }
}
