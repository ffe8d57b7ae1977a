//! The system calls for byte-range locks. The locks belong to the open file description, as the contract requires.

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};
use crate::ofd;

impl<C> Call<'_, C> {
    /// Acquires or releases a byte-range lock.
    pub fn fd_lock(&mut self, file: i32, kind: i32, offset: f64, length: f64) -> i32 {
        let result = self.may_lock(file).and_then(|()| ofd::set(file, kind, offset as i64, length as i64));
        self.unless_confined(result).into_guest()
    }

    /// Performs no steps: a single call of this host costs as little.
    pub fn file_steps(&mut self, _steps: u32, _count: i32) -> i32 {
        -abi::ENOSYS
    }

    /// Returns the kind of a conflicting lock.
    pub fn fd_lock_conflict(&mut self, file: i32, kind: i32, offset: f64, length: f64) -> i32 {
        let result = self.may_lock(file).and_then(|()| ofd::conflict(file, kind, offset as i64, length as i64));
        self.unless_confined(result).into_guest()
    }

    fn may_lock(&self, file: i32) -> Result<(), Errno> {
        let state = self.0.data();
        if state.byte_range_locks { state.may_use(file) } else { Err(Errno(abi::ENOSYS)) }
    }

    /// Replaces ENOSYS for a confined guest on a system that should have locks: without them the guest would create a
    /// lock file, which its access does not include there.
    fn unless_confined<T>(&self, result: Result<T, Errno>) -> Result<T, Errno> {
        let confined = ofd::AVAILABLE && !self.0.data().access.is_unrestricted();
        result.map_err(|errno| if confined && errno == Errno(abi::ENOSYS) { Errno(abi::EIO) } else { errno })
    }
}
