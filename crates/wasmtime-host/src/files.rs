//! The imports that work on an open file.

use std::os::fd::{BorrowedFd, IntoRawFd};

use rustix::fs::{Gid, Mode, OFlags, Stat, Uid};
use rustix::{fs, io};

use super::callbacks::Callbacks;
use super::errno::{Answer, Errno};
use super::imports::Call;
use super::memory::View;
use super::paths::path;

/// The file of a descriptor, for one system call.
fn file<'a>(descriptor: i32) -> Result<BorrowedFd<'a>, Errno> {
    if descriptor < 0 {
        return Err(Errno(abi::EBADF));
    }
    // SAFETY: it is not -1. It is one that the guest has opened and not closed, or it is only looked at, whatever it is.
    Ok(unsafe { BorrowedFd::borrow_raw(descriptor) })
}

/// The system's flags for `OPEN_*`.
fn open_flags(bits: i32) -> OFlags {
    let mode = if bits & abi::OPEN_READWRITE != 0 { OFlags::RDWR } else { OFlags::RDONLY };
    let flags = [
        (abi::OPEN_CREATE, OFlags::CREATE),
        (abi::OPEN_EXCLUSIVE, OFlags::EXCL),
        (abi::OPEN_NOFOLLOW, OFlags::NOFOLLOW),
    ];
    flags.into_iter().filter(|(bit, _)| bits & bit != 0).fold(mode | OFlags::CLOEXEC, |all, (_, flag)| all | flag)
}

/// Fills a `STAT_*` record.
#[expect(clippy::allow_attributes, reason = "the types of these fields are each system's own")]
#[allow(clippy::unnecessary_cast, clippy::useless_conversion)]
pub fn describe(memory: &mut View<'_>, record: u32, found: &Stat) -> Result<(), Errno> {
    let record = memory.bytes_mut(record, abi::STAT_BYTES as u32)?;
    let mut put = |at: i32, bytes: &[u8]| record[at as usize..at as usize + bytes.len()].copy_from_slice(bytes);
    put(abi::STAT_SIZE, &(found.st_size as f64).to_le_bytes());
    put(abi::STAT_DEVICE, &(found.st_dev as u64).to_le_bytes());
    put(abi::STAT_INODE, &(found.st_ino as u64).to_le_bytes());
    put(abi::STAT_MODE, &(found.st_mode as u32).to_le_bytes());
    put(abi::STAT_UID, &found.st_uid.to_le_bytes());
    put(abi::STAT_GID, &found.st_gid.to_le_bytes());
    put(abi::STAT_LINKS, &(found.st_nlink as u32).to_le_bytes());
    Ok(())
}

impl<C: Callbacks> Call<'_, C> {
    /// The file of a descriptor, if the guest may use it.
    fn file<'a>(&self, descriptor: i32) -> Result<BorrowedFd<'a>, Errno> {
        self.0.data().may_use(descriptor)?;
        file(descriptor)
    }

    /// Opens a file.
    pub fn path_open(&mut self, at: u32, len: u32, flags: i32, mode: i32) -> i32 {
        self.with_memory(|memory, state| {
            let path = path(memory, at, len)?;
            state.access.may_open(path, flags)?;
            let mode = Mode::from_raw_mode(mode as _);
            let file = io::retry_on_intr(|| fs::open(path, open_flags(flags), mode))?.into_raw_fd();
            state.files.insert(file);
            Ok(file)
        })
        .answer()
    }

    /// Closes a descriptor.
    pub fn fd_close(&mut self, file: i32) -> i32 {
        if let Err(errno) = self.0.data().may_use(file) {
            return Err::<(), _>(errno).answer();
        }
        self.0.data_mut().files.remove(&file);
        // SAFETY: the descriptor is the guest's own, and not used again. Failure or not, it is gone.
        unsafe { io::close(file) };
        0
    }

    /// Reads.
    pub fn fd_read(&mut self, file: i32, into: u32, count: u32, offset: f64) -> i32 {
        let file = self.file(file);
        self.with_memory(|memory, _| Ok(io::pread(file?, memory.bytes_mut(into, count)?, offset as u64)?)).answer()
    }

    /// Writes.
    pub fn fd_write(&mut self, file: i32, from: u32, count: u32, offset: f64) -> i32 {
        let file = self.file(file);
        self.with_memory(|memory, _| Ok(io::pwrite(file?, memory.bytes(from, count)?, offset as u64)?)).answer()
    }

    /// Sets the size.
    pub fn fd_truncate(&mut self, file: i32, size: f64) -> i32 {
        self.file(file).and_then(|file| Ok(io::retry_on_intr(|| fs::ftruncate(file, size as u64))?)).answer()
    }

    /// Makes a file durable.
    pub fn fd_sync(&mut self, file: i32, data_only: i32) -> i32 {
        self.file(file).and_then(|file| Ok(io::retry_on_intr(|| make_durable(file, data_only == 1))?)).answer()
    }

    /// Size of a file.
    pub fn fd_size(&mut self, file: i32) -> f64 {
        match self.file(file).and_then(|file| Ok(fs::fstat(file)?)) {
            Ok(found) => found.st_size as f64,
            Err(Errno(number)) => f64::from(-number),
        }
    }

    /// Describes a file.
    pub fn fd_stat(&mut self, descriptor: i32, record: u32) -> i32 {
        self.with_memory(|memory, state| {
            state.may_look_at(descriptor)?;
            describe(memory, record, &fs::fstat(file(descriptor)?)?)
        })
        .answer()
    }

    /// Gives a file to a user and a group.
    pub fn fd_chown(&mut self, file: i32, uid: i32, gid: i32) -> i32 {
        let (uid, gid) = (Uid::from_raw(uid as u32), Gid::from_raw(gid as u32));
        self.file(file).and_then(|file| Ok(fs::fchown(file, Some(uid), Some(gid))?)).answer()
    }

    /// Sets the permission bits.
    pub fn fd_chmod(&mut self, file: i32, mode: i32) -> i32 {
        self.file(file).and_then(|file| Ok(fs::fchmod(file, Mode::from_raw_mode(mode as _))?)).answer()
    }
}

/// Apple's fsync leaves data in the drive's cache.
#[cfg(target_vendor = "apple")]
fn make_durable(file: BorrowedFd<'_>, _data_only: bool) -> io::Result<()> {
    fs::fcntl_fullfsync(file)
}

#[cfg(not(target_vendor = "apple"))]
fn make_durable(file: BorrowedFd<'_>, data_only: bool) -> io::Result<()> {
    if data_only { fs::fdatasync(file) } else { fs::fsync(file) }
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use std::os::fd::AsRawFd;

    use wasmtime::{Engine, Linker, Memory, MemoryType, Store, WasmParams, WasmResults};

    use crate::host::callbacks::Nobody;
    use crate::host::imports::define;
    use crate::host::{Access, State};

    /// What a guest would see.
    struct Guest {
        store: Store<State<Nobody>>,
        linker: Linker<State<Nobody>>,
    }

    impl Guest {
        fn new(access: Access) -> Self {
            let engine = Engine::default();
            let mut store = Store::new(&engine, State::new(Nobody));
            let memory = Memory::new(&mut store, MemoryType::new(1, None)).expect("there is memory");
            store.data_mut().memory = Some(memory);
            store.data_mut().access = access;
            let mut linker = Linker::new(&engine);
            define(&mut linker).expect("no import is there twice");
            Self { store, linker }
        }

        fn call<P: WasmParams, R: WasmResults>(&mut self, import: &str, arguments: P) -> R {
            let found = self.linker.get(&mut self.store, abi::IMPORT_MODULE, import).expect("it is there");
            let function = found.into_func().expect("it is a function").typed(&self.store).expect("it is its type");
            function.call(&mut self.store, arguments).expect("it returns")
        }

        /// What each import says that uses a descriptor.
        fn uses(&mut self, file: i32) -> Vec<i32> {
            vec![
                self.call("read", (file, 0, 1, 0.0)),
                self.call("write", (file, 0, 1, 0.0)),
                self.call("truncate", (file, 0.0)),
                self.call("sync", (file, 0)),
                self.call::<_, f64>("size", file) as i32,
                self.call("lock", (file, abi::LOCK_READ, 0.0, 1.0)),
                self.call("holder", (file, abi::LOCK_READ, 0.0, 1.0)),
                self.call("chown", (file, -1, -1)),
                self.call("chmod", (file, 0o600)),
                self.call("close", file),
            ]
        }
    }

    #[test]
    fn a_descriptor_of_others_is_out_of_reach() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("theirs");
        std::fs::write(&path, "theirs").expect("it is written");
        let theirs = std::fs::File::options().read(true).write(true).open(&path).expect("it opens");
        for access in [Access::Everything, Access::nothing()] {
            let mut guest = Guest::new(access);
            assert!(guest.uses(theirs.as_raw_fd()).iter().all(|&answer| answer == -abi::EBADF));
        }
        theirs.sync_all().expect("it is still open");
        assert_eq!(std::fs::read(&path).expect("it is there"), b"theirs");
    }

    #[test]
    fn only_a_guest_that_may_touch_everything_looks_at_it() {
        let theirs = tempfile::tempfile().expect("a file");
        assert_eq!(Guest::new(Access::Everything).call::<_, i32>("fstat", (theirs.as_raw_fd(), 0)), 0);
        assert_eq!(Guest::new(Access::nothing()).call::<_, i32>("fstat", (theirs.as_raw_fd(), 0)), -abi::EBADF);
    }
}
