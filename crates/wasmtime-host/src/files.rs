//! The system calls that take a descriptor.

use std::os::fd::BorrowedFd;

use rustix::fs::{Gid, Mode, Stat, Uid};
use rustix::{fs, io};

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};
use crate::stat;

/// Borrows a descriptor for one system call.
fn borrow<'a>(descriptor: i32) -> Result<BorrowedFd<'a>, Errno> {
    if descriptor < 0 {
        return Err(Errno(abi::EBADF));
    }
    // SAFETY: the descriptor is not -1. Either the guest opened it and has not closed it, or the caller only asks what
    // it refers to, which the kernel answers for every number.
    Ok(unsafe { BorrowedFd::borrow_raw(descriptor) })
}

impl<C> Call<'_, C> {
    /// Borrows a descriptor that the guest has opened.
    pub(crate) fn file<'a>(&self, descriptor: i32) -> Result<BorrowedFd<'a>, Errno> {
        self.0.data().may_use(descriptor)?;
        borrow(descriptor)
    }

    /// Borrows a descriptor to set permissions. `are_those_of` tells whether they are the database's.
    fn adopter<'a>(&self, descriptor: i32, are_those_of: impl FnOnce(&Stat) -> bool) -> Result<BorrowedFd<'a>, Errno> {
        let file = self.file(descriptor)?;
        self.0.data().access.may_adopt(file, are_those_of)?;
        Ok(file)
    }

    fn truncate(&mut self, descriptor: i32, size: u64) -> Result<(), Errno> {
        let file = self.file(descriptor)?;
        if let Some(disk) = &mut self.0.data_mut().disk_limiter {
            disk.truncate(descriptor, size)?;
        }
        Ok(io::retry_on_intr(|| fs::ftruncate(file, size))?)
    }

    /// Closes a descriptor.
    pub fn fd_close(&mut self, file: i32) -> i32 {
        if let Err(errno) = self.0.data().may_use(file) {
            return Err::<(), _>(errno).into_guest();
        }
        let state = self.0.data_mut();
        state.files.remove(&file);
        state.disk_limiter.iter_mut().for_each(|disk| disk.closed(file));
        // SAFETY: the guest opened the descriptor, and was the only one to use it. It is gone even if closing fails.
        unsafe { io::close(file) };
        0
    }

    /// Reads at an offset.
    pub fn fd_read(&mut self, file: i32, into: u32, count: u32, offset: f64) -> i32 {
        let file = self.file(file);
        self.with_memory(|memory, _| Ok(io::pread(file?, memory.bytes_mut(into, count)?, offset as u64)?)).into_guest()
    }

    /// Writes at an offset.
    pub fn fd_write(&mut self, file: i32, from: u32, count: u32, offset: f64) -> i32 {
        let descriptor = self.file(file);
        self.with_memory(|memory, state| {
            let (start, bytes) = (offset as u64, memory.bytes(from, count)?);
            if let Some(disk) = &mut state.disk_limiter {
                disk.write(file, start, start.saturating_add(count.into()))?;
            }
            Ok(io::pwrite(descriptor?, bytes, start)?)
        })
        .into_guest()
    }

    /// Sets the size of a file.
    pub fn fd_truncate(&mut self, file: i32, size: f64) -> i32 {
        self.truncate(file, size as u64).into_guest()
    }

    /// Makes a file durable.
    pub fn fd_sync(&mut self, file: i32, data_only: i32) -> i32 {
        self.file(file).and_then(|file| Ok(io::retry_on_intr(|| sync(file, data_only == 1))?)).into_guest()
    }

    /// Returns the size of a file.
    pub fn fd_size(&mut self, file: i32) -> f64 {
        match self.file(file).and_then(|file| Ok(fs::fstat(file)?)) {
            Ok(found) => found.st_size as f64,
            Err(Errno(number)) => f64::from(-number),
        }
    }

    /// Describes a file.
    pub fn fd_stat(&mut self, descriptor: i32, record: u32) -> i32 {
        self.with_memory(|memory, state| {
            state.may_describe(descriptor)?;
            stat::write(memory, record, &fs::fstat(borrow(descriptor)?)?)
        })
        .into_guest()
    }

    /// Sets the owner and the group of a file.
    pub fn fd_chown(&mut self, file: i32, uid: i32, gid: i32) -> i32 {
        let (uid, gid) = (Uid::from_raw(uid as u32), Gid::from_raw(gid as u32));
        let is_that_of = |database: &Stat| (database.st_uid, database.st_gid) == (uid.as_raw(), gid.as_raw());
        self.adopter(file, is_that_of).and_then(|file| Ok(fs::fchown(file, Some(uid), Some(gid))?)).into_guest()
    }

    /// Sets the permission bits of a file.
    pub fn fd_chmod(&mut self, file: i32, mode: i32) -> i32 {
        let mode = Mode::from_raw_mode(mode as _);
        let is_that_of = |database: &Stat| Mode::from_raw_mode(database.st_mode) & Mode::from_raw_mode(0o777) == mode;
        self.adopter(file, is_that_of).and_then(|file| Ok(fs::fchmod(file, mode)?)).into_guest()
    }
}

/// Apple's fsync leaves data in the drive's cache.
#[cfg(target_vendor = "apple")]
fn sync(file: BorrowedFd<'_>, _data_only: bool) -> io::Result<()> {
    fs::fcntl_fullfsync(file)
}

#[cfg(not(target_vendor = "apple"))]
fn sync(file: BorrowedFd<'_>, data_only: bool) -> io::Result<()> {
    if data_only { fs::fdatasync(file) } else { fs::fsync(file) }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use crate::access::Access;
    use crate::bare_guest::BareGuest;

    /// Returns the result of each system call that uses a descriptor.
    fn uses(guest: &mut BareGuest, file: i32) -> Vec<i32> {
        vec![
            guest.call("fd_read", (file, 0, 1, 0.0)),
            guest.call("fd_write", (file, 0, 1, 0.0)),
            guest.call("fd_truncate", (file, 0.0)),
            guest.call("fd_sync", (file, 0)),
            guest.call::<_, f64>("fd_size", file) as i32,
            guest.call("fd_lock", (file, abi::LOCK_READ, 0.0, 1.0)),
            guest.call("fd_lock_conflict", (file, abi::LOCK_READ, 0.0, 1.0)),
            guest.call("fd_map", (file, 0, 0)),
            guest.call("fd_chown", (file, -1, -1)),
            guest.call("fd_chmod", (file, 0o600)),
            guest.call("fd_close", file),
        ]
    }

    #[test]
    fn a_descriptor_that_the_guest_did_not_open_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("theirs");
        std::fs::write(&path, "theirs").expect("the file is written");
        let theirs = std::fs::File::options().read(true).write(true).open(&path).expect("the file opens");
        for access in [Access::Unrestricted, Access::none()] {
            let mut guest = BareGuest::new(access);
            assert!(uses(&mut guest, theirs.as_raw_fd()).iter().all(|&result| result == -abi::EBADF));
        }
        theirs.sync_all().expect("the database is still open");
        assert_eq!(std::fs::read(&path).expect("the file exists"), b"theirs");
    }

    #[test]
    fn only_an_unrestricted_guest_may_describe_such_a_descriptor() {
        let theirs = tempfile::tempfile().expect("a file");
        assert_eq!(BareGuest::new(Access::Unrestricted).call::<_, i32>("fd_stat", (theirs.as_raw_fd(), 0)), 0);
        assert_eq!(BareGuest::new(Access::none()).call::<_, i32>("fd_stat", (theirs.as_raw_fd(), 0)), -abi::EBADF);
    }
}
