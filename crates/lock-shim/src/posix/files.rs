//! The system calls of the guest's hot paths, as functions that the guest imports without JavaScript between.
//!
//! In JavaScript, `files(0, target)` defines functions for one guest on an object: `read(fd, at, count, offset)`,
//! `write(…)`, `size(fd)`, `lock(fd, kind, offset, length)`, `holder(…)`, `access(path, length, rights)` and
//! `steps(at, count)` are the imports `fd_read`, `fd_write`, `fd_size`, `fd_lock`, `fd_lock_conflict`, `path_access`
//! and `file_steps`. `own(fd, owned)` says which descriptors are the guest's: the others return EBADF.
//! `attach(0, bytes)`, with the guest's memory, has to be called before them, and again whenever the memory has grown.

use core::ffi::{CStr, c_int, c_void};
use core::ptr::null_mut;
use core::slice;
use core::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use abi::{
    ACCESS_EXISTS, EBADF, EIO, EMFILE, ENAMETOOLONG, ENOENT, STEP_ACCESS, STEP_ARGUMENTS, STEP_BYTES, STEP_CALL,
    STEP_EXPECTED, STEP_LOCK, STEP_READ, STEP_RESULT, STEP_SIZE,
};

use super::{EINVAL, F_OFD_GETLK, F_OFD_SETLK, holder, kernel, linux_files, set};
use crate::errno;
use crate::node_api::{Call, Callback, Handle, Values};

/// The descriptors that a guest may own: as many as Linux lets a process have by default.
const MAX_FILES: usize = 1 << 20;

/// The longest path with its NUL: Linux's PATH_MAX.
const MAX_PATH: usize = 4096;

/// What the functions of one guest share. It lies in pages of zeros of its own, which count only when they are used.
struct Guest {
    /// The guest's memory.
    base: AtomicUsize,
    length: AtomicUsize,
    /// For each descriptor whether it is the guest's. Not bits: on arm64 compilers change bits by a function of a
    /// library, with which the addon is not linked.
    owned: [AtomicBool; MAX_FILES],
    /// A path, as long as the system uses it.
    path: [AtomicU8; MAX_PATH],
}

type Method = fn(&Guest, &Call) -> f64;

/// Defines a callback of Node-API that calls a method of the guest whose address is the function's data.
macro_rules! callback {
    ($method:expr) => {{
        unsafe extern "C" fn callback(env: Handle, info: Handle) -> Handle {
            // SAFETY: the handles are Node-API's. The data is the address of a guest, whose pages stay as long as the
            // environment, and with it the function.
            unsafe {
                let (call, guest) = Call::new(env, info);
                let method: Method = $method;
                call.answer(method(&*guest.cast::<Guest>(), &call))
            }
        }
        callback as Callback
    }};
}

const METHODS: [(&CStr, Callback); 9] = [
    (c"read", callback!(|guest, call| guest.read(&call.numbers))),
    (c"write", callback!(|guest, call| guest.transfer(&call.numbers, linux_files::write))),
    (c"size", callback!(|guest, call| guest.size(&call.numbers))),
    (c"access", callback!(|guest, call| guest.access(&call.numbers))),
    (c"lock", callback!(|guest, call| guest.lock(&call.numbers))),
    (c"holder", callback!(|guest, call| guest.holder(&call.numbers))),
    (c"steps", callback!(|guest, call| guest.steps(&call.numbers))),
    (c"own", callback!(Guest::own)),
    (c"attach", callback!(Guest::attach)),
];

/// Defines the functions of a guest.
pub fn files(call: &Call) -> f64 {
    errno(linux_files::zeros(size_of::<Guest>()).map(|guest| {
        call.at_end(on_end, guest);
        for (name, callback) in METHODS {
            call.define(name, callback, guest);
        }
    }))
}

/// Releases a guest's pages when its environment ends.
///
/// # Safety
/// `guest` must be the address of the pages of a guest whose functions are not called again.
unsafe extern "C" fn on_end(guest: *mut c_void) {
    // SAFETY: the pages are a mapping of this length, by the caller's promise.
    let _ = unsafe { kernel::unmap(guest, size_of::<Guest>()) };
}

fn negated(errno: c_int) -> f64 {
    f64::from(-errno)
}

impl Guest {
    fn attach(&self, call: &Call) -> f64 {
        let (base, length) = call.all_bytes().map_or((null_mut(), 0), |bytes| (bytes.cast::<u8>(), bytes.len()));
        self.base.store(base.expose_provenance(), Ordering::Relaxed);
        self.length.store(length, Ordering::Relaxed);
        0.0
    }

    fn own(&self, call: &Call) -> f64 {
        let [fd, owned, ..] = call.numbers;
        let Some(is_owned) = self.owned(fd) else { return f64::from(EMFILE) };
        is_owned.store(owned == 1.0, Ordering::Relaxed);
        0.0
    }

    fn owned(&self, fd: f64) -> Option<&AtomicBool> {
        self.owned.get(if fd >= 0.0 { fd as usize } else { usize::MAX })
    }

    /// Returns an errno unless the first value is a descriptor of the guest.
    fn owning(&self, values: &Values) -> Result<(), c_int> {
        let is_owned = self.owned(values[0]).ok_or(EBADF)?;
        if is_owned.load(Ordering::Relaxed) { Ok(()) } else { Err(EBADF) }
    }

    fn lock(&self, values: &Values) -> f64 {
        self.owning(values).map_or_else(negated, |()| -set(values, F_OFD_SETLK))
    }

    fn holder(&self, values: &Values) -> f64 {
        self.owning(values).map_or_else(negated, |()| holder(values, F_OFD_GETLK))
    }

    fn read(&self, values: &Values) -> f64 {
        self.transfer(values, linux_files::read)
    }

    /// Reads or writes. Returns the number of bytes, or the negated errno.
    fn transfer(&self, values: &Values, with: fn(c_int, &mut [u8], i64) -> Result<usize, c_int>) -> f64 {
        let [fd, at, count, offset] = *values;
        let transferred = self.owning(values).and_then(|()| {
            let bytes = self.bytes(unsigned(at), unsigned(count)).ok_or(EINVAL)?;
            with(fd as c_int, bytes, offset as i64)
        });
        transferred.map_or_else(negated, |count| count as f64)
    }

    fn size(&self, values: &Values) -> f64 {
        let size = self.owning(values).and_then(|()| linux_files::size(values[0] as c_int));
        size.map_or_else(negated, |size| size as f64)
    }

    /// Returns 0 if the process has the rights, else the negated errno: ENOENT if it was asked whether a file exists.
    fn access(&self, values: &Values) -> f64 {
        let [at, length, rights, _] = *values;
        let rights = rights as c_int;
        let has = self.path(unsigned(at), unsigned(length)).and_then(|path| {
            // SAFETY: the path ends with NUL.
            unsafe { linux_files::access(path, rights) }
        });
        match has {
            Ok(()) => 0.0,
            Err(_) if rights == ACCESS_EXISTS => negated(ENOENT),
            Err(errno) => negated(errno),
        }
    }

    /// Performs steps up to the first whose result is not the expected one. Returns their number, or a negated errno if
    /// the memory does not have all records.
    fn steps(&self, values: &Values) -> f64 {
        let (at, count) = (unsigned(values[0]), unsigned(values[1]));
        let length = count.checked_mul(STEP_BYTES as usize);
        if length.and_then(|length| self.bytes(at, length)).is_none() {
            return negated(EINVAL);
        }
        for performed in 1..=count {
            let record = at + (performed - 1) * STEP_BYTES as usize;
            let place = |offset: c_int| self.number(record + offset as usize);
            // SAFETY: the memory has the numbers of each record.
            let number = |offset| unsafe { place(offset).read_unaligned() };
            let argument = |place: c_int| number(STEP_ARGUMENTS + 8 * place);
            let arguments = [argument(0), argument(1), argument(2), argument(3)];
            let result = self.step(number(STEP_CALL) as c_int, &arguments) + 0.0;
            // SAFETY: as above.
            unsafe { place(STEP_RESULT).write_unaligned(result) };
            if result != number(STEP_EXPECTED) {
                return performed as f64;
            }
        }
        count as f64
    }

    fn step(&self, call: c_int, arguments: &Values) -> f64 {
        match call {
            STEP_READ => self.read(arguments),
            STEP_SIZE => self.size(arguments),
            STEP_LOCK => self.lock(arguments),
            STEP_ACCESS => self.access(arguments),
            _ => negated(EINVAL),
        }
    }

    /// Returns a path in the guest's memory with a NUL: where it is if a NUL follows it there, else a copy, which the
    /// next copy overwrites.
    #[expect(clippy::manual_contains, reason = "`contains` is a function of the Rust library, which is not linked")]
    fn path(&self, at: usize, length: usize) -> Result<*const u8, c_int> {
        let path = self.bytes(at, length).ok_or(EINVAL)?;
        if path.len() >= MAX_PATH {
            return Err(ENAMETOOLONG);
        }
        if path.iter().any(|byte| *byte == 0) {
            return Err(EIO);
        }
        if let Some([.., 0]) = self.bytes(at, length + 1) {
            return Ok(path.as_ptr());
        }
        for (place, byte) in self.path.iter().zip(path.iter().chain(&[0])) {
            place.store(*byte, Ordering::Relaxed);
        }
        Ok(self.path.as_ptr().cast())
    }

    /// Returns the place of a number, whose address need not be a multiple of eight.
    fn number(&self, at: usize) -> *mut f64 {
        core::ptr::with_exposed_provenance_mut(self.base.load(Ordering::Relaxed) + at)
    }

    /// Returns a part of the guest's memory, `None` if the memory does not have it.
    #[expect(clippy::mut_from_ref, reason = "the guest's memory is not the guest's record")]
    fn bytes(&self, at: usize, count: usize) -> Option<&mut [u8]> {
        if at.checked_add(count)? > self.length.load(Ordering::Relaxed) {
            return None;
        }
        let start = core::ptr::with_exposed_provenance_mut::<u8>(self.base.load(Ordering::Relaxed) + at);
        // SAFETY: the memory has these bytes: the guest has it attached again before anything else when it has grown.
        // The guest, whose thread this is, does not run meanwhile.
        Some(unsafe { slice::from_raw_parts_mut(start, count) })
    }
}

/// Returns an address or a length: JavaScript sees those above 2 GB as negative numbers.
fn unsigned(number: f64) -> usize {
    number as i64 as u32 as usize
}
