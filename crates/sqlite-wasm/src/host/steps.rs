//! System calls that SQLite is going to make, made by one call of the host: to cross to the host takes as long as some
//! of them.
//!
//! SQLite makes them afterwards as if they had not been made, in the same order, and gets their results. Every other
//! host call drops the results that are left, as does the way out of the guest: a result is never older than the last
//! host call.

use abi::*;

use super::raw::{self, Fd};
use crate::memory::global::Global;
use crate::range::Range;

/// The most steps.
const MAX_STEPS: usize = 7;

/// The most bytes that a step reads.
const MAX_READ: usize = 16;

/// The most bytes of the paths of all steps.
const MAX_PATHS: usize = 1024;

/// The `STEP_*` record.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Step {
    call: f64,
    arguments: [f64; 4],
    expected: f64,
    result: f64,
}

const _: () = assert!(size_of::<Step>() == STEP_BYTES as usize);

/// Steps, and which of their results are still to be taken. Nothing here is allocated: an allocation can grow the
/// memory, which is a host call, and every host call comes here first.
#[derive(Debug)]
pub struct Steps {
    steps: [Step; MAX_STEPS],
    count: usize,
    performed: usize,
    taken: usize,
    /// The paths of the steps, each with a NUL.
    paths: [u8; MAX_PATHS],
    path_bytes: usize,
    /// What a step has read.
    bytes: [u8; MAX_READ],
}

static STEPS: Global<Steps> = Global::new(Steps {
    steps: [Step { call: 0.0, arguments: [0.0; 4], expected: 0.0, result: 0.0 }; MAX_STEPS],
    count: 0,
    performed: 0,
    taken: 0,
    paths: [0; MAX_PATHS],
    path_bytes: 0,
    bytes: [0; MAX_READ],
});

/// Whether the host makes several calls at once.
static AVAILABLE: Global<bool> = Global::new(true);

impl Steps {
    /// Adds a change of a lock, which is to succeed.
    pub fn lock(&mut self, fd: Fd, kind: i32, range: Range) {
        self.add(STEP_LOCK, [fd.into(), kind.into(), range.offset as f64, range.length as f64], 0);
    }

    /// Adds the question whether the file exists whose path has the two parts. It is to be missing. Panics unless the
    /// paths have room: see [`has_room`].
    pub fn missing(&mut self, path: &[u8], suffix: &[u8]) {
        let start = self.path_bytes;
        for part in [path, suffix, &[0]] {
            self.paths[self.path_bytes..][..part.len()].copy_from_slice(part);
            self.path_bytes += part.len();
        }
        let length = path.len() + suffix.len();
        let at = self.paths.as_ptr().expose_provenance() + start;
        self.add(STEP_ACCESS, [at as f64, length as f64, ACCESS_EXISTS.into(), 0.0], -ENOENT);
    }

    /// Adds a read of at most `MAX_READ` bytes, which the file is to have. One step may read.
    pub fn read(&mut self, fd: Fd, count: usize, offset: u64) {
        let into = self.bytes.as_mut_ptr().expose_provenance();
        self.add(STEP_READ, [fd.into(), into as f64, count as f64, offset as f64], count as i32);
    }

    /// Adds the question for the size of a file. It is to be the last step.
    pub fn size(&mut self, fd: Fd) {
        self.add(STEP_SIZE, [fd.into(), 0.0, 0.0, 0.0], 0);
    }

    fn add(&mut self, call: i32, arguments: [f64; 4], expected: i32) {
        self.steps[self.count] = Step { call: call.into(), arguments, expected: expected.into(), result: 0.0 };
        self.count += 1;
    }

    /// Returns the result of the next step if that is the call that is made now.
    fn take(&mut self, call: i32, is_it: impl FnOnce(&Self, &[f64; 4]) -> bool) -> Option<f64> {
        let step = self.steps[..self.performed].get(self.taken)?;
        if step.call != f64::from(call) || !is_it(self, &step.arguments) {
            return None;
        }
        let result = step.result;
        self.taken += 1;
        Some(result)
    }

    fn path(&self, at: f64, length: f64) -> &[u8] {
        let start = at as usize - self.paths.as_ptr().addr();
        &self.paths[start..start + length as usize]
    }
}

/// Returns whether steps can have two paths that extend this one by a suffix of 8 bytes.
pub fn has_room(path: &[u8]) -> bool {
    2 * (path.len() + 8 + 1) <= MAX_PATHS
}

/// Makes calls, up to the first that has not the result it is to have. What changes a lock must be made next, by the
/// same order; what follows may be made.
pub fn prefetch(add: impl FnOnce(&mut Steps)) {
    if !AVAILABLE.with(|available| *available) {
        return;
    }
    drop_results();
    let (steps, count) = STEPS.with(|steps| {
        (steps.count, steps.path_bytes) = (0, 0);
        add(steps);
        (steps.steps.as_mut_ptr().cast::<u8>(), steps.count)
    });
    // SAFETY: the host reads and writes `count` records at `steps`, and what they lead to: the paths and the bytes. All
    // are in a static, which nothing borrows while the host has the call.
    match unsafe { raw::file_steps(steps, count as i32) } {
        performed @ 0.. => STEPS.with(|steps| steps.performed = performed as usize),
        errno => AVAILABLE.with(|available| *available = errno != -ENOSYS),
    }
}

/// Drops the results that are left. Panics if a lock was changed that nobody knows of.
pub fn drop_results() {
    let lock_is_left = STEPS.with(|steps| {
        let left = &steps.steps[steps.taken..steps.performed];
        let lock_is_left = left.iter().any(|step| step.call == f64::from(STEP_LOCK));
        (steps.performed, steps.taken) = (0, 0);
        lock_is_left
    });
    // Outside of the borrow, because the host call that reports a panic comes here, too.
    assert!(!lock_is_left, "a lock was changed ahead and not used");
}

/// Returns the result of a change of a lock that was made ahead.
pub fn take_lock(fd: Fd, kind: i32, range: Range) -> Option<i32> {
    let arguments = [fd.into(), kind.into(), range.offset as f64, range.length as f64];
    STEPS.with(|steps| steps.take(STEP_LOCK, |_, step| *step == arguments)).map(|result| result as i32)
}

/// Returns the answer whether a file exists, if the question was asked ahead.
pub fn take_access(path: &[u8]) -> Option<i32> {
    let is_path = |steps: &Steps, [at, length, ..]: &[f64; 4]| steps.path(*at, *length) == path;
    STEPS.with(|steps| steps.take(STEP_ACCESS, is_path)).map(|result| result as i32)
}

/// Returns the result of a read that was made ahead, and copies what was read.
pub fn take_read(fd: Fd, into: &mut [u8], offset: u64) -> Option<i32> {
    let (fd, count, offset) = (f64::from(fd), into.len() as f64, offset as f64);
    STEPS.with(|steps| {
        let result = steps.take(STEP_READ, |_, step| step[0] == fd && step[2] == count && step[3] == offset)? as i32;
        let read = usize::try_from(result).unwrap_or(0);
        into[..read].copy_from_slice(&steps.bytes[..read]);
        Some(result)
    })
}

/// Returns the size of a file, if the question was asked ahead.
pub fn take_size(fd: Fd) -> Option<f64> {
    STEPS.with(|steps| steps.take(STEP_SIZE, |_, step| step[0] == f64::from(fd)))
}
