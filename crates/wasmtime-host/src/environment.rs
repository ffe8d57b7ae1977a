//! The imports about the process that the guest runs in.

use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use rustix::process::{Pid, test_kill_process};

use super::callbacks::Callbacks;
use super::errno::{Answer, Errno};
use super::imports::Call;

impl<C: Callbacks> Call<'_, C> {
    /// Value of an environment variable. A confined guest sees none.
    pub fn env_get(&mut self, name: u32, name_len: u32, into: u32, capacity: u32) -> i32 {
        self.with_memory(|memory, state| {
            let name = OsStr::from_bytes(memory.bytes(name, name_len)?);
            let value = if state.access.is_everything() { env::var_os(name) } else { None };
            memory.give(value.ok_or(Errno(abi::ENOENT))?.as_bytes(), into, capacity)
        })
        .answer()
    }

    /// Unpredictable bytes.
    pub fn random_get(&mut self, into: u32, count: u32) -> i32 {
        self.with_memory(|memory, _| getrandom::fill(memory.bytes_mut(into, count)?).map_err(|_| Errno(abi::EIO)))
            .answer()
    }

    /// Number of this process.
    pub fn process_id(&self) -> i32 {
        // Process numbers are positive and of 32 bits.
        std::process::id() as i32
    }

    /// Number of this thread.
    pub fn thread_id(&self) -> i32 {
        self.0.data().thread
    }

    /// Whether a process exists.
    pub fn process_exists(&self, process: i32) -> i32 {
        let gone = Pid::from_raw(process).is_some_and(|id| test_kill_process(id) == Err(rustix::io::Errno::SRCH));
        if gone { -abi::ESRCH } else { 0 }
    }

    /// The guest's last words.
    pub fn panic_message(&mut self, text: u32, text_len: u32) {
        // A guest in this state may give a wrong address; then nothing is known.
        let words =
            self.with_memory(|memory, _| Ok(String::from_utf8_lossy(memory.bytes(text, text_len)?).into_owned()));
        self.0.data_mut().last_words = words.unwrap_or_default();
    }
}
