//! The system calls about the process that the guest runs in.

use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use rustix::process::{Pid, geteuid, test_kill_process};

use crate::call::Call;
use crate::errno::{Errno, IntoGuest};

impl<C> Call<'_, C> {
    /// Writes the value of an environment variable to the guest's memory. For a confined guest no variable is set.
    pub fn env_get(&mut self, name: u32, name_len: u32, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, state| {
            let name = OsStr::from_bytes(memory.bytes(name, name_len)?);
            let value = if state.access.is_unrestricted() { env::var_os(name) } else { None };
            memory.write(value.ok_or(Errno(abi::ENOENT))?.as_bytes(), into, capacity)
        })
        .into_guest()
    }

    /// Fills a buffer with unpredictable bytes.
    pub fn random_get(&mut self, into: u32, count: u32) -> i32 {
        self.with_memory(|memory, _| getrandom::fill(memory.bytes_mut(into, count)?).map_err(|_| Errno(abi::EIO)))
            .into_guest()
    }

    /// Returns the number of this process.
    pub fn process_id(&self) -> i32 {
        // Process numbers are positive and have 32 bits.
        std::process::id() as i32
    }

    /// Returns the number of the guest's thread.
    pub fn thread_id(&self) -> i32 {
        self.0.data().thread
    }

    /// Returns 0 if a process exists, -ESRCH if it does not.
    pub fn process_exists(&self, process: i32) -> i32 {
        let gone = Pid::from_raw(process).is_some_and(|id| test_kill_process(id) == Err(rustix::io::Errno::SRCH));
        if gone { -abi::ESRCH } else { 0 }
    }

    /// Returns whether the effective user of this process is root.
    pub fn process_is_root(&self) -> i32 {
        geteuid().is_root().into()
    }

    /// Returns the family of the operating system: this host makes POSIX's system calls.
    pub fn system_family(&self) -> i32 {
        abi::SYSTEM_UNIX
    }

    /// Records the guest's panic message.
    pub fn panic_message(&mut self, text: u32, text_len: u32) {
        // A guest that panics may pass a bad address; then there is no message.
        let message =
            self.with_memory(|memory, _| Ok(String::from_utf8_lossy(memory.bytes(text, text_len)?).into_owned()));
        self.0.data_mut().panic_message = message.unwrap_or_default();
    }
}
